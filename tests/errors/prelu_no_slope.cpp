// A slope is given, or trained.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: prelu: takes a slope, write prelu(x, alpha) or, to train one, sequential(prelu)
  output("y", prelu(x));
}
