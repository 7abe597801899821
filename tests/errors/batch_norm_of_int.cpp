// Only real numbers have a mean.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: batch_norm: takes float or double, not int[100][20]; cast it first
  output("y", sequential(batch_norm())(x));
}
