// Steps are fractions.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: linspace: int[3] must have 1 axis of float or double
  output("y", x + cast<float>(sum(linspace<int[3]>(0, 1))));
}
