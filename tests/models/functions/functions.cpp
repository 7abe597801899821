// Every function of one tensor that works element by element, each an output of its name. bench/ulp.cpp measures them.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(functions) {
  auto x = input<float[1024]>("x");
  output("abs", abs(x));
  output("ceil", ceil(x));
  output("cos", cos(x));
  output("detach", detach(x));
  output("elu", elu(x));
  output("erf", erf(x));
  output("exp", exp(x));
  output("exp2", exp2(x));
  output("expm1", expm1(x));
  output("floor", floor(x));
  output("gelu", gelu(x));
  output("gelu_tanh", gelu_tanh(x));
  output("hard_sigmoid", hard_sigmoid(x));
  output("hard_tanh", hard_tanh(x));
  output("identity", identity(x));
  output("leaky_relu", leaky_relu(x));
  output("log", log(x));
  output("log10", log10(x));
  output("log1p", log1p(x));
  output("log2", log2(x));
  output("log_sigmoid", log_sigmoid(x));
  output("mish", mish(x));
  output("negate", negate(x));
  output("normal_cdf", normal_cdf(x));
  output("reciprocal", reciprocal(x));
  output("relu", relu(x));
  output("relu6", relu6(x));
  output("round", round(x));
  output("rsqrt", rsqrt(x));
  output("selu", selu(x));
  output("sigmoid", sigmoid(x));
  output("sign", sign(x));
  output("silu", silu(x));
  output("sin", sin(x));
  output("softplus", softplus(x));
  output("softsign", softsign(x));
  output("sqrt", sqrt(x));
  output("square", square(x));
  output("step", step(x));
  output("swish", swish(x));
  output("tanh", tanh(x));
}
