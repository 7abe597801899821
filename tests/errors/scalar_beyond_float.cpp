// A number that would be infinite as float.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: 1e300 meets float[100][20], whose elements are numbers of at most 3.4e38; cast it first
  output("y", x * 1e300);
}
