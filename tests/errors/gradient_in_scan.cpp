// The gradient at one time is not known before the last one.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][4]>("x");
  auto start = zeros_like(select<1, 0>(x));
  auto cell = [](auto x_t, auto s) {
    // error@+1: gradient: the cell of a scan cannot take gradients; take that of the whole
    return gradient(sum(tanh(x_t + s)), s);
  };
  auto [outputs, last] = scan(cell, x, start);
  output("last", last);
}
