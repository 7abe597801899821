// The bias has 10 elements, the weight 50 columns.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][784]>("x");
  auto w = parameter<float[784][50]>("w");
  auto b = parameter<float[10]>("b");
  // error@+1: affine: bias float[10] does not fit weight float[784][50], which has 50 outputs
  output("y", affine(x, w, b));
}
