// A sequence has times.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto layer = module<Lstm<20, 6>>();
  // error@+1: lstm: input float[100][20] has 2 axes, takes 3: float[batch][times][features]
  auto [outputs, states] = layer(x);
  output("y", outputs);
}
