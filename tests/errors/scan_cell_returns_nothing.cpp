// A cell that forgets its return.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[32][5][3]>("x");
  // error@+1: scan: the cell returns nothing, must return its next state
  auto [o, s] = scan([](auto x, auto s) { x + s; }, x, zeros<float[32][3]>());
  output("p", o);
}
