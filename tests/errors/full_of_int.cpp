// An int has no fraction.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: full: 3.5 is no element of int[20], which has whole numbers of 32 bits
  output("y", x + full<int[20]>(3.5));
}
