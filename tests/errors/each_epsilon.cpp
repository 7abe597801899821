// What keeps a quotient finite is not negative.
// EACH: adagrad adam adamw rmsprop
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: EACH: epsilon is -1e-8, must be at least 0
  minimize(mean_squared_error(y, t), EACH({.epsilon = -1e-8}));
}
