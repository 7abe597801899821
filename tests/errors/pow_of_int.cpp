// Powers take real numbers.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto n = input<int[100][20]>("n");
  // error@+1: pow: takes float or double, not int[100][20]; cast it first
  output("y", pow(n, n));
}
