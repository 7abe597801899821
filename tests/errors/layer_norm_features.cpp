// A layer has as many features as its input.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto norm = module<LayerNorm<30>>();
  // error@+1: layer_norm: the last axis of float[100][20] does not fit weight float[30]
  output("y", norm(x));
}
