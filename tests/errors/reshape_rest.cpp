// An extent that does not divide what is there.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: reshape: the 2000 elements of float[100][20] are no multiple of 300
  output("y", reshape<100, 3, -1>(x));
}
