// Data that are nothing feed no input.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  minimize(mean_squared_error(sequential(affine(10_c))(x), t), sgd());
  // error@+1: data: nothing feeds input 'x'
  data(nothing, epochs(3));
}
