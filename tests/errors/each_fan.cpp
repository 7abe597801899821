// What follows from inputs and outputs is for parameters that have both.
// EACH: xavier_normal xavier_uniform he_normal he_uniform
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: the parameter is float[20], must have at least 2 axes, for inputs and outputs
  auto w = parameter<float[20]>("w", EACH());
  output("y", x * w);
}
