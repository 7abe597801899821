// A range that is empty.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: slice: axis 1 of float[100][20] has no positions from 8 to 5
  output("y", slice<1, 8, 5>(x));
}
