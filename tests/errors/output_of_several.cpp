// A result of several tensors.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: output: takes one tensor; a result of several is taken apart before, as in auto [values, indices] = topk<3>(x)
  output("y", topk<3>(x));
}
