// A range goes up.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: uniform: from 0.5 to -0.5 is nothing: low must be at most high
  output("y", x + uniform<float[20]>(0.5, -0.5));
}
