// An output that nobody computes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  Tensor<float[100][20]> y;
  if (false) y = relu(x);
  // error@+1: output 'y': nothing computes this value
  output("y", y);
}
