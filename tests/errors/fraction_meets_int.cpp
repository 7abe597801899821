// A number beside ints is a whole one.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto n = input<int[100][20]>("n");
  // error@+1: a number with a fraction meets int[100][20]; cast it first
  output("y", less(n, 0.5));
}
