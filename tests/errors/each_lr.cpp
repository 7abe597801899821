// A step against the gradient has a positive length.
// EACH: adagrad adam adamw momentum nesterov rmsprop sgd
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: EACH: lr is -0.5, must be more than 0
  minimize(mean_squared_error(y, t), EACH({.lr = -0.5}));
}
