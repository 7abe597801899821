// An extent that does not divide what is there.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: reshape: float[100][20] has 2000 elements but float[100][3][6] has 1800
  output("y", reshape<100, 3, -1>(x));
}
