// Sizes are constants of the type: 2_c.
// EACH: avg_pool2d max_pool2d
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: EACH: a size must be a constant of the type, write EACH(2_c)
  output("y", sequential(EACH(2))(x));
}
