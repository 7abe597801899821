// A standard deviation is not negative.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: normal: std is -1, must be at least 0
  auto w = parameter<float[20]>("w", normal(0, -1));
  output("y", x * w);
}
