// A cell that takes no state.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[32][5][3]>("x");
  // error@+1: scan: the cell is called with the sequence at one time and a state, as [](auto x, auto state) is
  auto [o, s] = scan([](auto x) { return x; }, x, zeros<float[32][3]>());
  output("p", o);
}
