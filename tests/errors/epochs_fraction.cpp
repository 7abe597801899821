// A pass is whole.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: epochs: takes a whole number, as epochs(17)
  data(arrays("a"), epochs(2.9));
  output("y", x);
}
