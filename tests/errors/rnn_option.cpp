// What follows the sizes is an option.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  // error@+1: rnn: argument 3 is no option, must be the number of layers, an activation, or initializers of the weights and the biases
  output("y", sequential(rnn(6_c, relu, 2_c))(x));
}
