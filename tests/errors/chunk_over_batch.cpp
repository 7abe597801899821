// Samples do not mix.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: chunk: axis 0 of float[100][20] is the batch
  auto [a, b] = chunk<0, 2>(x);
  output("y", a + b);
}
