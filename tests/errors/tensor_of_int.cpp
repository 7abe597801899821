// An int has no fraction.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: tensor: 1.5 is no element of int[1], which has whole numbers of 32 bits
  output("y", x + tensor<int[1]>({1.5}));
}
