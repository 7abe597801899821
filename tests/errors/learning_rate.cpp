// A step against the gradient has a positive length.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");

  auto logits = sequential(affine(10_c))(image);
  // error@+1: sgd: lr is 0, must be more than 0
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0}));
}
