// More than there are.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: topk: 21 of axis 1 of float[100][20], which has 20
  output("y", topk<21>(x).values);
}
