// A window fits in the image.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: a window of height 7 does not fit in float[8][2][6][6] with padding 0
  output("y", sequential(conv2d(4_c, 7_c))(x));
}
