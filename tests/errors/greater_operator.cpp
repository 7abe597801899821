// An operator is called by its name.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<float[100][30]>("z");
  // error@+1: greater: float[100][20] and float[100][30] do not broadcast: extents 20 and 30 differ and neither is 1
  output("y", x > z);
}
