// A layer as other libraries spell it.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: nothing is called 'ReLU'; did you mean 'relu'?
  auto h = sequential(affine(50_c), ReLU)(image);
  output("h", h);
}
