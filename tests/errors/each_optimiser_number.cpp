// Options have names.
// EACH: adagrad adam adamw momentum nesterov rmsprop sgd
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: EACH: takes options, write EACH({.lr = 0.1})
  minimize(mean_squared_error(y, t), EACH(0.1));
}
