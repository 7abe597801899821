// Weights decay, they do not grow.
// EACH: adagrad adam adamw momentum nesterov rmsprop sgd
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: EACH: weight_decay is -0.0001, must be at least 0
  minimize(mean_squared_error(y, t), EACH({.weight_decay = -1e-4}));
}
