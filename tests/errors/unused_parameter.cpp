// A parameter that nothing uses.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: parameter 'w' is never used
  [[maybe_unused]] auto w = parameter<float[20][10]>("w");
  output("y", relu(x));
}
