// Clothes: LeNet tells ten kinds of them apart, in the form of 1998, with sigmoid units and mean pooling, or in
// today's.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr auto variant = option("variant", "sigmoid", {"sigmoid", "relu"});
constexpr int N = 256;

constexpr auto lenet() {
  constexpr auto start = xavier_uniform();
  if constexpr (variant == "sigmoid")
    return sequential(conv2d(6_c, 5_c, padding(2_c), start), sigmoid, avg_pool2d(2_c),  //
                      conv2d(16_c, 5_c, start), sigmoid, avg_pool2d(2_c), flatten,      //
                      affine(120_c, start), sigmoid, affine(84_c, start), sigmoid, affine(10_c, start));
  else
    return sequential(conv2d(6_c, 5_c, padding(2_c), start), relu, max_pool2d(2_c),  //
                      conv2d(16_c, 5_c, start), relu, max_pool2d(2_c), flatten,      //
                      affine(120_c, start), relu, affine(84_c, start), relu, affine(10_c, start));
}

LATHE_MODEL(fashion) {
  auto image = input<float[N][784]>("image");
  auto kind = input<int[N]>("kind");

  auto scores = lenet()(reshape<float[N][1][28][28]>(image));

  minimize(softmax_cross_entropy(scores, kind), sgd({.lr = variant == "sigmoid" ? 0.9 : 0.1}));
  report("accuracy", accuracy(scores, kind));
  output("probability", softmax(scores));
  // The sigmoid net takes the pixels as they are, 0 to 255; ReLU units would not survive that.
  data(idx_images("fashion", {.scaled = variant != "sigmoid"}), epochs(20));
}
