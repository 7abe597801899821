// The cell gives a state of another width than it takes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][4]>("x");
  auto cell = [](auto x_t, auto s) { return concat<1>(x_t, s); };
  // error@+1: scan: the cell takes the state float[8][4] but gives float[8][8]
  auto [outputs, last] = scan(cell, x, zeros_like(select<1, 0>(x)));
  output("last", last);
}
