// A cast names an element type.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: cast: takes an element type, not int[20]
  output("y", cast<int[20]>(x));
}
