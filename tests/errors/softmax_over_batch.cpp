// Softmax over the samples of a batch would mix them.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: softmax: axis 0 of float[100] is the batch
  output("y", softmax(x));
}
