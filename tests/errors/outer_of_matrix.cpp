// Vectors only.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: outer: takes two vectors, not float[100][20] and float[100][20]
  output("y", outer(x, x));
}
