// Parameters are real numbers.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: parameter: takes float or double, not int[20]
  auto w = parameter<int[20]>("w");
  output("y", equal(x, w));
}
