// The columns of the left factor must be as many as the rows of the right one.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto w = parameter<float[30][10]>("w");
  // error@+1: matmul: inner extents differ: float[100][20] has 20, float[30][10] has 30
  output("y", matmul(x, w));
}
