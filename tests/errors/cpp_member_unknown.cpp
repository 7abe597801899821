// A member that tensors do not have.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: a tensor has no member 'shape'
  auto h = reshape<-1>(image.shape());
  output("h", h);
}
