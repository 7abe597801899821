// Extents must be equal, or one of them 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto y = input<float[100][10]>("y");
  // error@+1: divide: float[100][20] and float[100][10] do not broadcast: extents 20 and 10 differ and neither is 1
  output("z", x / y);
}
