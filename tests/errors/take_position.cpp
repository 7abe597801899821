// A position that is not there.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: take: position 20 of axis 1 of float[100][20] does not exist, it has 20
  output("y", take<1>(x, {0, 20}));
}
