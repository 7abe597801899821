// A range has one axis.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: arange: float[100][20] must have 1 axis
  output("y", x + arange<float[100][20]>());
}
