// Something is left.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: dropout: p is 1, must be at least 0 and less than 1
  output("y", dropout(x, 1.0));
}
