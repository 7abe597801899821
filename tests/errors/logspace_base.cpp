// Powers have a positive base.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: logspace: base is -2, must be more than 0
  output("y", x + logspace<float[20]>(0, 1, -2));
}
