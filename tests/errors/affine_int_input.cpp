// Pixels as int must be cast before arithmetic.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][784]>("x");
  // error@+1: affine: takes float or double, not int[100][784]; cast it first
  output("y", sequential(affine(10_c))(x));
}
