// A matrix has two axes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: identity_matrix: the parameter is float[20], must have 2 axes
  auto w = parameter<float[20]>("w", identity_matrix());
  output("y", x * w);
}
