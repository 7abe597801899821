// Extents must be equal, or one of them 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto b = parameter<float[30]>("b");
  // error@+1: add: float[100][20] and float[30] do not broadcast: extents 20 and 30 differ and neither is 1
  output("y", x + b);
}
