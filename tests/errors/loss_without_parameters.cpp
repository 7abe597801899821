// Nothing to train.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");

  // error@+1: minimize: the loss depends on no parameter
  minimize(softmax_cross_entropy(image, digit), sgd({.lr = 0.1}));
}
