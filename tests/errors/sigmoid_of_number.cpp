// An activation takes a tensor.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: sigmoid: takes a tensor
  output("y", x * sigmoid(0.5));
}
