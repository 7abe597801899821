// A step has a length.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: step_decay: every is 0, must be at least 1
  minimize(mean_squared_error(y, t), sgd({.lr = step_decay(0.1, {.every = epochs(0)})}));
}
