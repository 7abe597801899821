// A range that is empty.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: slice: from 8 to 5 in steps of 1 takes nothing of axis 1 of float[100][20]
  output("y", slice<1, 8, 5>(x));
}
