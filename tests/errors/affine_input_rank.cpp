// A fully connected layer takes rows of features, not one row.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: affine: input float[784] has 1 axis, takes at least 2: float[batch][features]
  output("probability", sequential(affine(50_c), relu)(mean<0>(image)));
}
