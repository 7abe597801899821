// Every extent is a number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  // error@+1: every extent of a tensor is at least 1
  auto x = input<float[][20]>("x");
  output("y", x);
}
