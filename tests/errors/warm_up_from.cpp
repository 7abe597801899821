// A rate that rises to 1 begins below.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: warm_up: from is 2, must be at least 0 and at most 1
  minimize(mean_squared_error(y, t), sgd({.lr = Rate(0.1).warm_up(epochs(1), 2)}));
}
