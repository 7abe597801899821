// Sizes are at least 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  // error@+1: rnn: -3 inputs, must be at least 1
  auto layer = module<Rnn<-3, 4>>();
  output("y", layer(x));
}
