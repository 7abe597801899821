// What follows the sizes is an option.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: argument 3 is no option, must be stride(2_c), padding(1_c), dilation(2_c), groups(2_c), no_bias or an initializer
  output("y", sequential(conv2d(4_c, 3_c, 2_c))(x));
}
