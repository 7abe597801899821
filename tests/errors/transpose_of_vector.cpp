// A vector has one axis.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: transpose: axis -2 of float[100] does not exist, it has 1 axis
  output("y", transpose(x));
}
