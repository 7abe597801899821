// A layer takes as many features as its input has.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  auto layer = module<Gru<4, 6>>();
  // error@+1: gru: input float[8][5][3] has 3 features, takes 4
  auto [outputs, states] = layer(x);
  output("y", outputs);
}
