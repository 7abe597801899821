// A position for each axis.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  auto table = parameter<float[7]>("table");
  auto i = tensor<int[2]>({0, 3});
  // error@+1: elements_at: 2 positions in float[7], which has 1 axis
  output("y", x * sum(elements_at(table, i, i)));
}
