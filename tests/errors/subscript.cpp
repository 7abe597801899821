// Positions are taken by functions.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: x[i]: position i of an axis is select<axis, i>(x), a range slice<axis, start, stop>(x)
  output("y", x[0]);
}
