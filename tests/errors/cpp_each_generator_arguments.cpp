// Zeros and ones say their number themselves.
// EACH: ones zeros
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: these arguments do not fit, it is called as EACH() or EACH<T>()
  output("y", x + EACH<float[20]>(2));
}
