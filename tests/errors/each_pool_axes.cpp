// Images have channels.
// EACH: avg_pool2d max_pool2d
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: input float[100][20] has 2 axes, takes 4: float[batch][channels][height][width]
  output("y", sequential(EACH(2_c))(x));
}
