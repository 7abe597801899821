// Padding adds.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: padding -1 must be at least 0
  output("y", sequential(conv2d(4_c, 3_c, padding(-1_c)))(x));
}
