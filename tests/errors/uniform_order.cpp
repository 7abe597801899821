// A range goes up.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: uniform: from 1 to 0 is nothing: low must be at most high
  auto w = parameter<float[20]>("w", uniform(1, 0));
  output("y", x * w);
}
