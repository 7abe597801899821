// A standard deviation is not negative.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: normal_like: std is -0.5, must be at least 0
  output("y", x + normal_like(x, 0, -0.5));
}
