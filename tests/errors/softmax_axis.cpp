// An axis that is not there.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: softmax: axis 2 of float[100][20] does not exist, it has 2 axes
  output("y", softmax(x, axis<2>));
}
