// A metric is a real number, whichever is better.
// EACH: less_is_better more_is_better
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100]>("x");
  // error@+1: report: the value is int, must be a scalar of float or double
  report("x", EACH(sum(x)));
}
