// Reductions take real numbers.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: min: takes float or double, not int[100][20]; cast it first
  output("y", min<1>(x));
}
