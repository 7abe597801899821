// No branch follows a tensor.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: a tensor has an answer for each element, which no branch can follow: where(condition, a, b) takes elements of a or of b
  if (x > 0) output("y", x);
  output("z", x);
}
