// A window fits in the image.
// EACH: avg_pool2d max_pool2d
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: EACH: a window of height 7 does not fit in float[8][2][6][6] with padding 0
  output("y", sequential(EACH(7_c))(x));
}
