// A rate is more than 0.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: sgd: lr is 0, must be more than 0
  minimize(mean_squared_error(y, t), sgd({.lr = cosine(0, {.over = epochs(10)})}));
}
