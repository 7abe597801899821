// Of two numbers nobody knows the shape.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: where: two numbers given, one must be a tensor: where(c, ones_like(x), 0)
  output("y", x * where(x > 0, 1, 0));
}
