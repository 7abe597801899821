// An option that does not exist.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: sgd: learning_rate is no option, must be lr, momentum, weight_decay or nesterov
  minimize(mean_squared_error(y, t), sgd({.learning_rate = 0.1}));
}
