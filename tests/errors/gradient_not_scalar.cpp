// A gradient is that of one number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][4]>("x");
  // error@+1: gradient: the first value is float[8][4], must be a scalar of float or double
  output("slope", gradient(square(x), x));
}
