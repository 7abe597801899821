// A range that runs backwards.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: slice: the step is -1, must be at least 1; flip reverses
  output("y", slice<1, 0, 10, -1>(x));
}
