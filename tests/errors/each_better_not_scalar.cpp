// A metric is one number, whichever is better.
// EACH: less_is_better more_is_better
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: report: the value is float[100][20], must be a scalar of float or double
  report("x", EACH(x));
}
