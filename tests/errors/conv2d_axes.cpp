// Images have channels.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: conv2d: input float[100][20] has 2 axes, takes 4: float[batch][channels][height][width]
  output("y", sequential(conv2d(4_c, 3_c))(x));
}
