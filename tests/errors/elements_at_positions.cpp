// A position is an int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto table = parameter<float[7][4]>("table");
  auto i = tensor<int[2]>({0, 3});
  auto j = tensor<float[2]>({0, 3});
  // error@+1: elements_at: positions float[2] must be int
  output("y", x * sum(elements_at(table, i, j)));
}
