// A kernel has four axes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  auto w = parameter<float[2][3][3]>("w");
  // error@+1: conv2d: weight float[2][3][3] has 3 axes, takes 4: float[outputs][channels][height][width]
  output("y", conv2d(x, w));
}
