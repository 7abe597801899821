// The inside of a tensor is written to.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto h = affine(10_c)(image);
  h.ref = image.ref;
  // error@+1: softmax: what is float[100][10] by its type was made float[100][784] by writing to its builder or ref, which are not for specs
  h = softmax(h);
  output("h", h);
}
