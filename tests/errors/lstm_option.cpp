// The activations of an lstm are what they are.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  // error@+1: lstm: argument 2 is no option, must be the number of layers, or initializers of the weights and the biases
  output("y", sequential(lstm(6_c, relu))(x));
}
