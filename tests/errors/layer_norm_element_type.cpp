// A layer has the element type of its input.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto norm = module<LayerNorm<20, double>>();
  // error@+1: layer_norm: input float[100][20] and weight double[20] must have one element type
  output("y", norm(x));
}
