// Functions of real numbers take no int.
// EACH: ceil cos dropout elu erf exp exp2 expm1 floor gelu gelu_tanh hard_sigmoid hard_tanh leaky_relu log log10 log1p log2 log_sigmoid log_softmax mean mish norm normal_cdf reciprocal relu relu6 round rrelu rsqrt selu sigmoid sign silu sin softmax softplus softsign sqrt stddev step swish tanh var
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: EACH: takes float or double, not int[100][20]; cast it first
  output("y", EACH(x));
}
