// Passes over the data have a name.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: data: for how many passes it is written epochs(17)
  data(arrays("a"), 5);
  output("y", x);
}
