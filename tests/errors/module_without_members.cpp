// A module lists its members.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Net {
  Affine<784, 50> hidden;
  constexpr auto operator()(auto image) const { return hidden(image); }
};

LATHE_MODEL(wrong) {
  auto x = input<float[100][784]>("x");
  // error@+1: module: list the members with BOOST_HANA_DEFINE_STRUCT
  output("y", module<Net>()(x));
}
