// A layer with state of its own would change it at every time.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Net {
  BOOST_HANA_DEFINE_STRUCT(Net,
    (BatchNorm<4>, norm),
    (Affine<4, 1>, output));
};

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][4]>("x");
  auto net = module<Net>();
  // error@+1: assign: state 'norm.running_mean' would change at every time of a scan; make it part of the scan's state
  auto [outputs, last] = scan([&](auto x_t, auto s) { return net.norm(x_t + s); }, x, zeros_like(select<1, 0>(x)));
  output("y", net.output(last));
}
