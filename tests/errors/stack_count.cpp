// At most 8 at once.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: stack: 9 tensors, must be at most 8; concat the results again
  output("y", stack<1>({x, x, x, x, x, x, x, x, x}));
}
