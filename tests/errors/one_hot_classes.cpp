// There is at least one class.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100]>("x");
  // error@+1: one_hot: 0 classes, must be at least 1
  output("y", one_hot<0>(x));
}
