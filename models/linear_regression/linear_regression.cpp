// A line through points, y = weight x + bias, found by gradient descent.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 10;

LATHE_MODEL(linear_regression) {
  auto x = input<float[N][1]>("x");
  auto y = input<float[N][1]>("y");
  auto weight = parameter<float[1][1]>("weight", uniform(-1, 1));
  auto bias = parameter<float[1]>("bias", uniform(-1, 1));

  auto prediction = affine(x, weight, bias);
  minimize(mean_squared_error(prediction, y), sgd({.lr = 0.001}));
  output("prediction", prediction);
  data(arrays("points", {.train = 1}), epochs(1000));  // programs/points.cpp makes them
}
