// An axis has a place.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: stack: there is no position 4 for a new axis of float[100][20]
  output("y", stack<4>({x, x}));
}
