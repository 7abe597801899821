// A sequence needs an axis for its times.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8]>("x");
  auto w = parameter<float[8]>("w", ones());
  // error@+1: scan: the sequence float[8] has 1 axis, takes at least 2: float[batch][times]
  auto [outputs, last] = scan([](auto x_t, auto s) { return s; }, x, w);
  minimize(sum(last), sgd());
}
