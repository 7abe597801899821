// A layer called twice shares its weights, so its inputs have one width.
// EACH: rnn lstm gru
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  auto layer = EACH(6_c, 2_c);
  auto y = layer(x);
  // error@+1: EACH: input float[8][5][6] does not fit the layer, whose first call had another width
  output("y", layer(y));
}
