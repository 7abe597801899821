// Positions broadcast.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto table = parameter<float[7][4]>("table");
  auto i = tensor<int[2]>({0, 3});
  auto j = tensor<int[3]>({0, 3, 1});
  // error@+1: elements_at: int[2] and int[3] do not broadcast: extents 2 and 3 differ and neither is 1
  output("y", x * sum(elements_at(table, i, j)));
}
