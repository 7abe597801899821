// Conditions are int.
// EACH: logical_and logical_or
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<float[100][20]>("z");
  // error@+1: EACH: takes int, what comparisons give, not float[100][20]
  output("y", EACH(x, z));
}
