// The bend has a width.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: smooth_l1: beta is 0, must be more than 0
  minimize(smooth_l1(y, t, 0), sgd());
}
