// A function of a tensor takes no number.
// EACH: abs ceil cos detach erf exp exp2 gelu gelu_tanh log mish negate normal_cdf reciprocal relu relu6 rsqrt selu silu softmax softsign sqrt square swish tanh
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: takes a tensor
  output("y", x * EACH(2.0));
}
