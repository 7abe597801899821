// A metric is computed, not given.
// EACH: less_is_better more_is_better
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: EACH: these arguments do not fit, it is called as EACH(metric)
  report("x", EACH(0.5));
}
