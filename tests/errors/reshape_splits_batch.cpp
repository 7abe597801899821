// A reshape keeps samples apart.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][30]>("x");
  // error@+1: reshape: the first extent of float[50][60] is not a multiple of the batch, 100
  output("y", reshape<float[50][60]>(x));
}
