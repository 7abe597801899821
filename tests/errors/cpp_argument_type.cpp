// A number where a tensor belongs.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: output: takes one tensor
  output("y", 3.0);
}
