// An extent that is not 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: broadcast_to: float[100][20] and float[100][30] do not broadcast: extents 20 and 30 differ and neither is 1
  output("y", broadcast_to<float[100][30]>(x));
}
