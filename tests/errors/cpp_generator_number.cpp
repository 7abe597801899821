// A constant tensor needs its number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: full: these arguments do not fit, it is called as full<T>(value)
  output("y", x + full<float[20]>());
}
