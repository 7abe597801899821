// The second layer takes 60 features, the first gives 50.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Net {
  BOOST_HANA_DEFINE_STRUCT(Net,
    (Affine<784, 50>, hidden),
    (Affine<60, 10>, output));
  // error@+1: affine: input float[100][50] has 50 features but weight float[60][10] takes 60
  constexpr auto operator()(auto image) const { return output(relu(hidden(image))); }
};

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  output("probability", softmax(module<Net>()(image)));
}
