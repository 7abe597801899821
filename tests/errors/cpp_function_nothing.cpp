// Less than a function takes.
// EACH: elu leaky_relu
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: these arguments do not fit, it is called as EACH(x), EACH(x, number) or EACH(number)
  output("y", EACH());
}
