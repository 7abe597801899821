// What keeps a quotient finite is not negative.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: layer_norm: epsilon is -1, must be at least 0
  output("y", sequential(layer_norm(-1))(x));
}
