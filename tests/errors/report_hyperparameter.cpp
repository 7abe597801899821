// The log tells the rate by itself.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  minimize(mean_squared_error(y, t), sgd());
  // error@+1: report 'lr': the log has a number of that name by itself
  report("lr", mean(y));
}
