// There is room for 8 times.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: multi_step_decay: the number of times is 9, must be at least 1 and at most 8
  minimize(mean_squared_error(y, t), sgd({.lr = multi_step_decay(0.1, {.at = {1, 2, 3, 4, 5, 6, 7, 8, 9}})}));
}
