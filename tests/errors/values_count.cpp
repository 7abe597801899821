// As many values as elements.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[1][2]>("x");
  // error@+1: values: 5 given for float[2][3], which has 6 elements
  auto w = parameter<float[2][3]>("w", values({0.1, 0.3, 0.5, 0.2, 0.4}));
  output("y", matmul(x, w));
}
