// A layer takes real numbers.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[8][5][3]>("x");
  auto layer = module<Gru<3, 6>>();
  // error@+1: gru: takes float or double, not int[8][5][3]; cast it first
  auto [outputs, states] = layer(x);
  output("y", outputs);
}
