// Targets are real numbers, as the probabilities are.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<int[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: binary_cross_entropy: targets int[100][10] must be float as predictions float[100][10] are
  minimize(binary_cross_entropy(sigmoid(y), t), sgd());
}
