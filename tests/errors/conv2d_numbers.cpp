// Sizes are constants of the type: 3_c.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: a size must be a constant of the type, write conv2d(6_c, 5_c)
  output("y", sequential(conv2d(4, 3))(x));
}
