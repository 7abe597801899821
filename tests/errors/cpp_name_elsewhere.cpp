// A layer by its name in another library.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Net {
  // error@+1: nothing is called 'Linear'; did you mean 'Affine'?
  BOOST_HANA_DEFINE_STRUCT(Net, (Linear<784, 10>, output));
};

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto h = module<Net>().output(image);
  output("h", h);
}
