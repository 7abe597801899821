// Sums over samples, one after another.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: cumsum: axis 0 of float[100][20] is the batch
  output("y", cumsum<0>(x));
}
