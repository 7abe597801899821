// 100 samples and 100 features have equal extents, but are different axes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][100]>("x");
  auto weight = input<float[100]>("weight");
  // error@+1: multiply: float[100][100] and float[100] meet in the batch axis of only one of them
  output("y", x * weight);
}
