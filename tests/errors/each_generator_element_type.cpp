// A generator gives the elements of its type.
// EACH: ones zeros
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: add: float[100][20] and int[20] have different element types; cast one of them
  output("y", x + EACH<int[20]>());
}
