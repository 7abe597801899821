// Samples do not mix.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: topk: axis 0 of float[100][20] is the batch
  auto [values, indices] = topk<3, 0>(x);
  output("y", values);
}
