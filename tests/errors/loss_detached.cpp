// A loss that no gradient leaves.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto w = parameter<float[20]>("w");
  // error@+1: minimize: the loss has no gradient, so nothing can be learned; step, detach, comparisons and what is made of them, as accuracy, have none
  minimize(mean(square(detach(w) * x)), sgd({.lr = 0.1}));
}
