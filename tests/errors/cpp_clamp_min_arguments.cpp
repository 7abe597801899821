// One bound is no two.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: clamp_min: these arguments do not fit, it is called as clamp_min(x, low) or clamp_min(low)
  output("y", clamp_min(x, 0, 1));
}
