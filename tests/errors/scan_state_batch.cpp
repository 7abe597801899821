// A parameter is one for the whole batch; after the first time there would be one a row.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][4]>("x");
  auto start = parameter<float[8][4]>("start", ones());
  // error@+1: scan: the state float[8][4] does not count the batch at first, but does after the cell
  auto [outputs, last] = scan([](auto x_t, auto s) { return x_t * 0.5; }, x, start);
  output("last", last);
}
