// Automatic differentiation: a gradient is a value like any other. Three small cases to follow by hand.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(autograd) {
  // A unit z = w x + b and its squared error (z - y)^2: the gradients are 2 (z - y) x and 2 (z - y).
  auto x = tensor<float[1][1]>({10}), y = tensor<float[1][1]>({3});
  auto w = parameter<float[1][1]>("w", values({0.5}));
  auto b = parameter<float[1][1]>("b", values({0.25}));
  auto loss = mean_squared_error(w * x + b, y);
  output("loss", loss);
  output("loss.w", gradient(loss, w));
  output("loss.b", gradient(loss, b));

  // What goes through detach counts as a constant: z = u x with u = x^2 has the derivative u, and x^3 has 3 x^2.
  auto ones = full<float[2][2]>(1);
  auto u = detach(ones * ones);
  auto detached = gradient(sum(u * ones), ones);
  output("detached", detached);
  output("detached_is_u", equal(detached, u));
  output("whole", gradient(sum(ones * ones * ones), ones));

  // Five inputs, three units, two samples, one step of SGD with a learning rate of 1; and the same by hand.
  auto sample = tensor<float[2][5]>({{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}});
  auto target = zeros<float[2][3]>();
  auto weight = parameter<float[5][3]>(
      "weight", values({{0.1, 0.2, 0.3}, {0.4, 0.5, 0.6}, {0.7, 0.8, 0.9}, {0.1, 1.1, 1.2}, {1.3, 1.4, 1.5}}));
  auto bias = parameter<float[3]>("bias", values({1, 2, 3}));
  auto result = affine(sample, weight, bias);
  auto error = mean_squared_error(result, target);
  output("weight.updated", weight - gradient(error, weight));
  output("bias.updated", bias - gradient(error, bias));
  auto e = (result - target) / 3.0;  // d error / d result: 2 (result - target) over 6 elements
  output("weight.by_hand", weight - matmul(transpose(sample), e));
  output("bias.by_hand", bias - sum<0>(e));
}
