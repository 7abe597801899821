// A bound is a number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: clamp_max: these arguments do not fit, it is called as clamp_max(x, high) or clamp_max(high)
  output("y", clamp_max(x, x));
}
