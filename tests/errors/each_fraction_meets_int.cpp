// Bounds of an int are whole.
// EACH: clamp_max clamp_min
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: 0.5 meets int[100][20], whose elements are whole numbers of 32 bits; cast it first
  output("y", EACH(x, 0.5));
}
