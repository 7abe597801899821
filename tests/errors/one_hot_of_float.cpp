// Class numbers are int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: one_hot: labels float[100] must be int: class numbers
  output("y", one_hot<10>(x));
}
