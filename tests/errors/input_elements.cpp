// A tensor is counted in int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  // error@+1: float[100000000][50] has 5000000000 elements, must have at most 2147483647
  auto x = input<float[100000000][50]>("x");
  output("y", x);
}
