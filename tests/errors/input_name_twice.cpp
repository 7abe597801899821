// Two inputs of one name.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto a = input<float[100]>("x");
  // error@+1: input 'x': the name is taken by the input of line 6
  auto b = input<float[100]>("x");
  output("y", a + b);
}
