// Times and features stay as the spec has them.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  auto layer = module<Affine<4, 10>>();
  // error@+1: affine: input float[8][5][3] has 3 features but weight float[4][10] takes 4
  output("y", layer(x));
}
