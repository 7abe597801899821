// Every extent is at least 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  // error@+1: every extent of a tensor is at least 1
  auto x = input<int[0][784]>("x");
  output("y", x);
}
