// A layer has at least one output.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: 0 channels, must be at least 1
  output("y", sequential(conv2d(0_c, 3_c))(x));
}
