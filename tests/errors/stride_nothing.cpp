// Windows move on.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][2][6][6]>("x");
  // error@+1: stride: 0 rows, must be at least 1
  output("y", sequential(max_pool2d(2_c, stride(0_c)))(x));
}
