// A vector has no triangles.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: tril: float[100] must have at least 2 axes
  output("y", tril(x));
}
