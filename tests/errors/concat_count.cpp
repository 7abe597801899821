// More than 4 are a list.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: concat: 5 tensors, must be at most 4, or 8 of one shape in braces
  output("y", concat<1>(x, x, x, x, x));
}
