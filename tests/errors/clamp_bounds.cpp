// The lower bound is below the upper one.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: clamp: from 2 to 1 is nothing: low must be at most high
  output("y", clamp(x, 2, 1));
}
