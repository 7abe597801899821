// Too few arguments.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto w = parameter<float[20][10]>("w");
  // error@+1: affine: these arguments do not fit, it is called as affine(x, w, b), affine(out_c, weight = {}, bias = {}) or affine(out_c, no_bias, weight = {})
  output("y", affine(x, w));
}
