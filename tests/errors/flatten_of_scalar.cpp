// A scalar has no axes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = parameter<float>("x", ones());
  // error@+1: flatten: takes at least one axis, not a scalar
  output("y", flatten(x));
}
