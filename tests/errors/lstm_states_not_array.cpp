// A state where the states of all layers are wanted.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[32][5][3]>("x");
  auto enc = module<Lstm<3, 4>>("enc");
  auto dec = module<Lstm<4, 4>>("dec");
  auto [out, states] = enc(x);
  // error@+1: lstm: begins with the states of its layers, a std::array of 1: states of auto [outputs, states] = layer(x)
  auto [y, last] = dec(out, states[0].hidden);
  output("p", y);
}
