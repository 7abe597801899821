// An extent is a constant.
#include <lathe/dsl.hpp>
using namespace lathe;

int N = 100;

LATHE_MODEL(wrong) {
  // error@+1: input: the extents of float[N][20] must be constants, as constexpr int N = 100 is one
  auto x = input<float[N][20]>("x");
  output("y", x);
}
