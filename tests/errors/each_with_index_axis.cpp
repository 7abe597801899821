// There is no axis 2.
// EACH: max_with_index min_with_index
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: EACH: axis 2 of float[100][20] does not exist, it has 2 axes
  auto [values, indices] = EACH<2>(x);
  output("y", values);
}
