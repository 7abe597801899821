// Groups divide the channels.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: conv2d: 4 groups must divide the 2 channels of the input and the 4 of the result
  auto layer = module<Conv2d<2, 4, 3, Conv2dOptions{.groups = 4}>>();
  output("y", layer(x));
}
