// The width of a layer is a constant of the type: 50_c.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][784]>("x");
  // error@+1: affine: a size must be a constant of the type, write affine(50_c)
  output("y", sequential(affine(50), relu)(x));
}
