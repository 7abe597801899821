// Samples do not mix.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto i = input<int[100][20]>("i");
  // error@+1: gather: axis 0 of float[100][20] is the batch
  output("y", gather<0>(x, i));
}
