// Samples do not mix.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: select: axis 0 of float[100][20] is the batch
  output("y", select<0, 3>(x));
}
