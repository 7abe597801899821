// There is no slope along whole numbers.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][4]>("x");
  auto label = input<int[8]>("label");
  // error@+1: gradient: the second value is int[8], must be of float or double
  output("slope", gradient(softmax_cross_entropy(x, label), label));
}
