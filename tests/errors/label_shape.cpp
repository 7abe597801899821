// One label a row of scores.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100][10]>("digit");
  auto logits = sequential(affine(10_c))(image);
  // error@+1: softmax_cross_entropy: labels int[100][10] do not fit scores float[100][10], which take int[100]
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
}
