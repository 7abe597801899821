// Conditions are int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: logical_not: takes int, what comparisons give, not float[100][20]
  output("y", logical_not(x));
}
