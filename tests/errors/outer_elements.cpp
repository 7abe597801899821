// A tensor is counted in int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto w = parameter<float[100000]>("w");
  // error@+1: multiply: the result float[100000][100000] has 10000000000 elements, must have at most 2147483647
  output("y", x * sum(outer(w, w)));
}
