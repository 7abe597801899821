// A window sees the image.
// EACH: avg_pool2d max_pool2d
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: EACH: padding 2 is more than half of the window, 2
  output("y", EACH<2, Pool2dOptions{.padding = 2}>(x));
}
