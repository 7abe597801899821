// Functions of real numbers take no int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: prelu: takes float or double, not int[100][20]; cast it first
  output("y", sequential(prelu)(x));
}
