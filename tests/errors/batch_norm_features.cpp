// A layer has as many features as its input.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto norm = module<BatchNorm<30>>();
  // error@+1: batch_norm: input float[100][20] has 20 features but weight is float[30]
  output("y", norm(x));
}
