// A root over all rows is no loss of a batch.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: minimize: root_mean_square is for report alone, write sqrt(mean(square(x)))
  minimize(root_mean_square(affine(3_c)(x)), sgd({.lr = 0.1}));
}
