// Groups divide the channels.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: 4 groups must divide the 2 channels of the input and the 4 of the result
  output("y", sequential(conv2d(4_c, 3_c, groups(4_c)))(x));
}
