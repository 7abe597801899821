// The bend is somewhere.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: huber: delta is -1, must be more than 0
  minimize(huber(y, t, -1), sgd());
}
