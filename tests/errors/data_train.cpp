// A share of the rows.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][4]>("x");
  auto t = input<float[100]>("t");
  minimize(mean_squared_error(squeeze<1>(sequential(affine(1_c))(x)), t), sgd());
  // error@+1: data: train is 70, must be more than 0 and at most 1
  data(arrays("points", {.train = 70}), epochs(3));
}
