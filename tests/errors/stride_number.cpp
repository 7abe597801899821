// Sizes are constants of the type: 2_c.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: stride: a size must be a constant of the type, write stride(2_c)
  output("y", sequential(conv2d(4_c, 3_c, stride(2)))(x));
}
