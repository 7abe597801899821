// There is no axis 2.
// EACH: argmax argmin argsort count cumsum flip max mean min norm sort squeeze stddev sum var
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: axis 2 of float[100][20] does not exist, it has 2 axes
  output("y", EACH<2>(x));
}
