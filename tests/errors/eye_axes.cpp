// A unit matrix has two axes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: eye: float[3] must have 2 axes
  output("y", x + sum(eye<float[3]>()));
}
