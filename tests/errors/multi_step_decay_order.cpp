// Times come in order.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: multi_step_decay: a time is 10, must be more than the one before
  minimize(mean_squared_error(y, t), sgd({.lr = multi_step_decay(0.1, {.at = {20, 10}})}));
}
