// A result is called what made it.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: the result of mean is never used
  auto forgotten = mean<1>(x);
  output("y", relu(x));
}
