// The two values have nothing to do with each other.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][4]>("x");
  auto y = input<float[8][4]>("y");
  auto loss = sum(square(x));
  // error@+1: gradient: the first value does not depend on the second
  output("slope", gradient(loss, y) + x);
}
