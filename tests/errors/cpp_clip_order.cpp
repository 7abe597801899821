// The limit comes before the optimiser.
// EACH: clip_norm clip_value
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: these arguments do not fit, it is called as EACH(limit, optimiser)
  minimize(mean(affine(3_c)(x)), EACH(sgd(), 1));
}
