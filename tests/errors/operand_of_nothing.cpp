// A tensor that nobody computes, as an operand.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  Tensor<float[20]> shift;
  // error@+1: add: nothing computes operand 2
  output("y", x + shift);
}
