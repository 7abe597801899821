// Stacks of different lengths.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][4][6]>("x");
  auto w = parameter<float[3][6][5]>("w");
  // error@+1: matmul, leading axes: float[100] and float[3] do not broadcast: extents 100 and 3 differ and neither is 1
  output("y", matmul(x, w));
}
