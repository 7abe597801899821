// A recurrent layer runs over times.
// EACH: rnn lstm gru
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: input float[100][20] has 2 axes, takes 3: float[batch][times][features]
  output("y", sequential(EACH(6_c))(x));
}
