// First values have a distribution.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: module: takes an initializer, as normal(0.01) or constant(0.5)
  auto layer = module<Affine<20, 10>>(0.01);
  output("y", layer(x));
}
