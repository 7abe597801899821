// A range goes up.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: randint: from 6 to 6 is nothing: low must be less than high
  output("y", x + randint<int[20]>(6, 6));
}
