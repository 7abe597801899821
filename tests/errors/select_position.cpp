// A position beyond the last.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: select: position 20 of axis 1 of float[100][20] does not exist, it has 20
  output("y", select<1, 20>(x));
}
