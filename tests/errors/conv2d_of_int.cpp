// Images are real numbers.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[8][2][6][6]>("x");
  // error@+1: conv2d: takes float or double, not int[8][2][6][6]; cast it first
  output("y", sequential(conv2d(4_c, 3_c))(x));
}
