// Input and weight must have one element type.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<double[100][784]>("x");
  auto w = parameter<float[784][50]>("w");
  auto b = parameter<float[50]>("b");
  // error@+1: affine: input double[100][784], weight float[784][50] and bias float[50] must have one element type
  output("y", affine(x, w, b));
}
