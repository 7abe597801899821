// Probabilities as targets: one a score.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][9]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: softmax_cross_entropy: targets float[100][9] must have the shape of predictions float[100][10]
  minimize(softmax_cross_entropy(y, t), sgd());
}
