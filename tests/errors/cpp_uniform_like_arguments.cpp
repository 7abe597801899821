// Another range than 0 to 1 is computed: uniform_like(x) * 2 - 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: uniform_like: these arguments do not fit, it is called as uniform_like(x)
  output("y", uniform_like(x, -1, 1));
}
