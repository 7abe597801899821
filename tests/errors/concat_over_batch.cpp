// One batch after another is no batch.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: concat: axis 0 of float[100][20] is the batch
  output("y", concat<0>(x, x));
}
