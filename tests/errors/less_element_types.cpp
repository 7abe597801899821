// Only numbers of one type are compared.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto n = input<int[100][20]>("n");
  // error@+1: less: float[100][20] and int[100][20] have different element types; cast one of them
  output("y", less(x, n));
}
