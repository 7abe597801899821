// Positions are whole numbers.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<float[100]>("z");
  // error@+1: take: indices float[100] must be int: positions along axis 1
  output("y", take<1>(x, z));
}
