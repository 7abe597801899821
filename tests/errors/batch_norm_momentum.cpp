// A mean moves towards others.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: batch_norm: momentum is 2, must be at least 0 and at most 1
  output("y", sequential(batch_norm({.momentum = 2}))(x));
}
