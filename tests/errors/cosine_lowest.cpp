// A rate falls.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: cosine: lowest is 0.2, must be at least 0 and at most the base
  minimize(mean_squared_error(y, t), sgd({.lr = cosine(0.1, {.over = steps(100), .lowest = 0.2})}));
}
