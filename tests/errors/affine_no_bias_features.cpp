// A layer takes as many features as its input has.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto layer = module<AffineWithoutBias<30, 10>>();
  // error@+1: affine: inner extents differ: float[100][20] has 20, float[30][10] has 30
  output("y", layer(x));
}
