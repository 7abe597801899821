// A tensor of another shape.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: no viable conversion from 'Tensor<float[20]>' to 'Tensor<float[100]>'
  Tensor<float[100]> y = mean<0>(x * 2) - 1;
  output("y", y);
}
