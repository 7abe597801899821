// A layer has at least one output.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: affine: -3 outputs, must be at least 1
  output("y", sequential(affine(-3_c))(x));
}
