// Samples have no order among them.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: argsort: axis 0 of float[100][20] is the batch
  output("y", argsort<0>(x));
}
