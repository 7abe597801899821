// A number beside ints is a whole one.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto n = input<int[100][20]>("n");
  // error@+1: 0.5 meets int[100][20], whose elements are whole numbers of 32 bits; cast it first
  output("y", less(n, 0.5));
}
