// Nothing changes before training begins.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: multi_step_decay: a time is 0, must be at least 1
  minimize(mean_squared_error(y, t), sgd({.lr = multi_step_decay(0.1, {.at = {0, 10}})}));
}
