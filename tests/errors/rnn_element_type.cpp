// A layer has the element type of its input.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<double[8][5][3]>("x");
  auto layer = module<Rnn<3, 6>>();
  // error@+1: rnn: input double[8][5][3] and weights of float must have one element type
  auto [outputs, states] = layer(x);
  output("y", outputs);
}
