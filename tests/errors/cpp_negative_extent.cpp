// Every extent is at least 1.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = -1;

LATHE_MODEL(wrong) {
  // error@+1: every extent of a tensor is at least 1
  auto x = input<float[N][20]>("x");
  output("y", x);
}
