// Two numbers are no tensors.
// EACH: add by_mode divide equal greater greater_equal less less_equal logical_and logical_or maximum minimum multiply not_equal pow subtract
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: takes two tensors
  output("y", x * EACH(1, 2));
}
