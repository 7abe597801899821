// A position for each sample is what gather takes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<int[100]>("z");
  // error@+1: take: only one of float[100][20] and int[100] may have the batch axis
  output("y", take<1>(x, z));
}
