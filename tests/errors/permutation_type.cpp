// A permutation is a vector.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: permutation: gives int[n], not int[100][20]
  output("y", x + permutation<int[100][20]>());
}
