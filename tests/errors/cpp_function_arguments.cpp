// More than a function takes.
// EACH: relu gelu exp abs
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: these arguments do not fit, it is called as EACH(x)
  output("y", EACH(x, x, x));
}
