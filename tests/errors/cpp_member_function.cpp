// A function called as a member of a tensor.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: a tensor has no member 'relu'; functions stand before it: relu(x)
  auto h = image.relu();
  output("h", h);
}
