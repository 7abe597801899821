// There is at least one layer.
// EACH: rnn lstm gru
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  // error@+1: EACH: 0 layers, must be at least 1
  output("y", sequential(EACH(6_c, 0_c))(x));
}
