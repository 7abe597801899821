// What follows the window is an option.
// EACH: avg_pool2d max_pool2d
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: EACH: argument 2 is no option, must be stride(2_c), padding(1_c) or dilation(2_c)
  output("y", sequential(EACH(2_c, no_bias))(x));
}
