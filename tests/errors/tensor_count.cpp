// More numbers than elements.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][2]>("x");
  // error@+1: tensor: 3 numbers given for float[2], which has 2 elements
  output("y", x + tensor<float[2]>({1, 2, 3}));
}
