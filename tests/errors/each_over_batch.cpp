// Samples do not mix.
// EACH: argmax argmin argsort cumsum flip sort
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: axis 0 of float[100][20] is the batch
  output("y", EACH<0>(x));
}
