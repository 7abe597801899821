// A layer takes one tensor.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: what affine gives is not called like this; a layer is called with one tensor
  output("y", affine(3_c)(x, x));
}
