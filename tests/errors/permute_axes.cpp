// An axis named twice.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][4][6]>("x");
  // error@+1: permute: axes 0, 2, 2 of float[100][4][6] must be each of its 3 axes once
  output("y", permute<0, 2, -1>(x));
}
