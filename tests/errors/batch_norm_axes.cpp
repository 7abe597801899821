// Features are axis 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: batch_norm: input float[100] has 1 axis, takes at least 2: float[batch][features]
  output("y", sequential(batch_norm())(x));
}
