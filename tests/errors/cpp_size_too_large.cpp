// A size that no int can be.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Net {
  // error@+1: non-type template argument evaluates to 3000000000, which cannot be narrowed to type 'int'
  BOOST_HANA_DEFINE_STRUCT(Net, (Affine<784, 3000000000>, output));
};

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto h = module<Net>().output(image);
  output("h", h);
}
