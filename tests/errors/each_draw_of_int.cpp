// Real numbers are drawn.
// EACH: normal uniform
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: EACH: draws float or double, not int[20]
  output("y", x + EACH<int[20]>());
}
