// Training and prediction give one type.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<float[100][30]>("z");
  // error@+1: by_mode: float[100][20] in training and float[100][30] otherwise must be of one type
  output("y", by_mode(x, z));
}
