// The first samples of a batch are no value of one sample.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: slice: axis 0 of float[100][20] is the batch
  output("y", slice<0, 0, 10>(x));
}
