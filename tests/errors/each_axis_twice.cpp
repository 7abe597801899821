// An axis that is named twice.
// EACH: sum max min mean var stddev norm
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: axis 1 of float[100][20] is named twice
  output("y", EACH<1, -1>(x));
}
