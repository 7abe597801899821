// A struct for the state of a scan, with a member that is not listed.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Carry {
  BOOST_HANA_DEFINE_STRUCT(Carry, (Tensor<float[100]>, hidden));
  Tensor<float[100]> more;
};

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto cell = [](auto x, Carry s) { return Carry{s.hidden + x, s.more - x}; };
  // error@+1: scan: a member of the state is not listed in its BOOST_HANA_DEFINE_STRUCT, and would not be carried
  auto h = scan(cell, image, Carry{sum<1>(image), sum<1>(image)}).outputs;
  output("h", h);
}
