// A layer has at least one output.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][784]>("x");
  // error@+1: affine: 0 outputs, must be at least 1
  output("y", sequential(affine(0_c), relu)(x));
}
