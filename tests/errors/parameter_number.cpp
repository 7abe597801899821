// First values have a distribution.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: parameter: takes an initializer, as normal(0.01) or constant(0.5)
  auto w = parameter<float[20]>("w", 0.5);
  output("y", x * w);
}
