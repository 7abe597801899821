// Targets are not broadcast.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][1]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: binary_cross_entropy_with_logits: targets float[100][1] must have the shape of predictions float[100][10]
  minimize(binary_cross_entropy_with_logits(y, t), sgd());
}
