// What a generator makes has no batch axis, and the extents of its type.
// EACH: ones zeros
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: add: float[100][20] and float[100][20] meet in the batch axis of only one of them; the second has none, as what no input is part of
  output("y", x + EACH<float[100][20]>());
}
