// Two outputs of one name.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  output("y", relu(x));
  // error@+1: output 'y': the name is taken at line 7
  output("y", sigmoid(x));
}
