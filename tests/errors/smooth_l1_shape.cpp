// Targets are not broadcast.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: smooth_l1: targets float[100] must have the shape of predictions float[100][10]
  minimize(smooth_l1(y, t), sgd());
}
