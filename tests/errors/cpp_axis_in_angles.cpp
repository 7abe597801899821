// An axis before the tensor.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: the axis of an operation stands behind its tensor: softmax(x, axis<1>)
  auto h = softmax<1>(image);
  output("h", h);
}
