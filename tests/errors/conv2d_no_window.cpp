// A window has at least one row.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: 0 rows in the window, must be at least 1
  output("y", sequential(conv2d(4_c, 0_c))(x));
}
