// An option of another type.
// EACH: adam
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: these arguments do not fit, it is called as EACH({.lr = 0.001, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .weight_decay = 0})
  minimize(mean(affine(3_c)(x)), EACH({.lr = "0.1"}));
}
