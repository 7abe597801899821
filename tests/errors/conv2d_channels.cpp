// A kernel has the channels of its input.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  auto w = parameter<float[4][3][3][3]>("w");
  // error@+1: conv2d: input float[8][2][6][6] has 2 channels but weight float[4][3][3][3] takes 3
  output("y", conv2d(x, w));
}
