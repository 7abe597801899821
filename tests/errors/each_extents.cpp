// Two operands broadcast or they do not.
// EACH: add divide equal greater greater_equal less less_equal maximum minimum multiply not_equal pow subtract
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<float[100][30]>("z");
  // error@+1: EACH: float[100][20] and float[100][30] do not broadcast: extents 20 and 30 differ and neither is 1
  output("y", EACH(x, z));
}
