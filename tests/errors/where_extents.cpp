// What is chosen between broadcasts.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<float[100][30]>("z");
  // error@+1: where: float[100][20] and float[100][30] do not broadcast: extents 20 and 30 differ and neither is 1
  output("y", where(less(x, 0), x, z));
}
