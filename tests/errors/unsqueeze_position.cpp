// A position beyond the last.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: unsqueeze: there is no position 3 for a new axis of float[100][20]
  output("y", unsqueeze<3>(x));
}
