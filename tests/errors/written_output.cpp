// The inside of a tensor is written to, before it is an output.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto h = affine(10_c)(image);
  static_cast<Value&>(h) = image;
  // error@+1: output: what is float[100][10] by its type was made float[100][784] by writing to its builder or ref, which are not for specs
  output("h", h);
}
