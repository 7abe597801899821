// A layer has a width.
// EACH: rnn lstm gru
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  // error@+1: EACH: 0 hidden units, must be at least 1
  output("y", sequential(EACH(0_c))(x));
}
