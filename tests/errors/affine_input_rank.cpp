// An image must be flattened before a fully connected layer.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][28][28]>("image");
  // error@+1: affine: input float[100][28][28] has 3 axes, takes 2: float[batch][features]
  output("probability", softmax(sequential(affine(50_c), relu)(image)));
}
