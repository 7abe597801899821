// Vectors only.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: dot: takes two vectors of one length, not float[100][20] and float[100][20]
  output("y", dot(x, x));
}
