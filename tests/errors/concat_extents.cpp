// Two tensors that differ elsewhere, too.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][4][6]>("x");
  auto z = input<float[100][5][7]>("z");
  // error@+1: concat: float[100][4][6] and float[100][5][7] differ in more than axis 1
  output("y", concat<1>(x, z));
}
