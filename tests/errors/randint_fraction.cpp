// A bound that is no whole number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: randint: low is 0.9, must be a whole number
  output("y", x * cast<float>(randint<int[20]>(0.9, 3.7)));
}
