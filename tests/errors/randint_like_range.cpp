// A range goes up.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: randint_like: from 6 to 1 is nothing: low must be less than high
  output("y", randint_like(x, 6, 1));
}
