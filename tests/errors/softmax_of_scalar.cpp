// Softmax needs an axis of classes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: softmax: takes at least one axis, not a scalar
  output("y", softmax(sum(x)));
}
