// A tensor is counted in int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][784]>("x");
  // error@+1: float[784][2000000000] has 1568000000000 elements, must have at most 2147483647
  auto layer = module<Affine<784, 2000000000>>();
  output("y", layer(x));
}
