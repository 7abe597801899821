// What counts right answers has no gradient.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  report("p", sum(logits));
  // error@+1: minimize: the loss has no gradient, so nothing can be learned; step, detach, comparisons and what is made of them, as accuracy, have none
  minimize(accuracy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
