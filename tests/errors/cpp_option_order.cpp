// Options come in the order of their list, as C++ wants it.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: ISO C++ requires field designators to be specified in declaration order; field 'beta2' will be initialized after field 'lr'
  minimize(mean(affine(3_c)(x)), adam({.beta2 = 0.99, .lr = 0.1}));
}
