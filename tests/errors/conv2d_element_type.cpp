// A kernel has the element type of its input.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  auto w = parameter<double[4][2][3][3]>("w");
  // error@+1: conv2d: input float[8][2][6][6] and weight double[4][2][3][3] must have one element type
  output("y", conv2d(x, w));
}
