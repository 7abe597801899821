// A range goes up.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: rrelu: from 0.5 to 0.1 is nothing: low must be at most high
  output("y", rrelu(x, 0.5, 0.1));
}
