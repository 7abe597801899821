// A mean that moves forgets.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: rmsprop: alpha is 1, must be at least 0 and less than 1
  minimize(mean_squared_error(y, t), rmsprop({.alpha = 1}));
}
