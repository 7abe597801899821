// A plain mistake of C++: too few arguments.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto w = parameter<float[20][10]>("w");
  // error@+1: no matching function for call to 'affine'
  output("y", affine(x, w));
}
