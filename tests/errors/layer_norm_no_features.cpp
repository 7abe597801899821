// Sizes are at least 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: layer_norm: 0 features, must be at least 1
  auto layer = module<LayerNorm<0>>();
  output("y", layer(x));
}
