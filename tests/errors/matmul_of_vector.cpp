// A vector is no matrix.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto w = parameter<float[20]>("w");
  // error@+1: matmul: takes two matrices or stacks of them, not float[100][20] and float[20]
  output("y", matmul(x, w));
}
