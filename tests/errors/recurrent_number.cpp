// Sizes of a layer are constants of the type.
// EACH: rnn lstm gru
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  // error@+1: EACH: a size must be a constant of the type, write EACH(512_c, 2_c)
  output("y", sequential(EACH(6))(x));
}
