// Inputs come from the data.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: assign: takes a state and its next value; the first is computed, or an input
  assign(x, x * 2);
  output("y", x);
}
