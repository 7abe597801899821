// A reshape keeps the number of elements.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][28][28]>("x");
  // error@+1: reshape: float[100][28][28] has 78400 elements but float[100][768] has 76800
  output("y", reshape<float[100][768]>(x));
}
