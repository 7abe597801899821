// Two parameters of one name.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][784]>("x");
  auto w = parameter<float[784][10]>("w");
  // error@+1: parameter 'w': the name is taken by the parameter of line 7
  auto b = parameter<float[10]>("w");
  output("y", affine(x, w, b));
}
