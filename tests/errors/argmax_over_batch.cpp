// The largest sample of a batch is no value of one sample.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: argmax: axis 0 of float[100] is the batch
  output("y", argmax(x));
}
