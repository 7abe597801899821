// An int has 32 bits.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: full_like: 3e9 is no element of int[100][20], which has whole numbers of 32 bits
  output("y", full_like(x, 3e9));
}
