// A number that is infinite as float.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  // error@+1: full: 1e300 is no element of float[20], which has numbers of at most 3.4e38
  report("p", sum(full<float[20]>(1e300)));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
