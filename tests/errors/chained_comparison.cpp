// a < b < c, which C++ reads as (a < b) < c.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  // error@+1: a < b < c compares the answer of a < b, which is 0 or 1, with c; write a < b && b < c
  output("p", where(0 < logits < 1, logits, 0));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
