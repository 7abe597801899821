// An optimiser is called with its options.
// EACH: clip_norm clip_value
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: EACH: takes an optimiser, as sgd({.lr = 0.1}), or a function of a parameter and its gradient
  minimize(mean_squared_error(y, t), EACH(1, sgd));
}
