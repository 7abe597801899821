// What a cell computes has a value at each time, and none outside.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][4]>("x");
  auto start = zeros_like(select<1, 0>(x));
  auto seen = start;
  auto cell = [&](auto x_t, auto s) {
    seen = x_t + s;
    return tanh(seen);
  };
  auto [outputs, last] = scan(cell, x, start);
  // error@+1: add: operand 2 belongs to the cell of a scan, and has no value outside
  output("last", last + seen);
}
