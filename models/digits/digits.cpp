// Handwritten digits, 28 x 28 pixels, told apart by a net with one hidden layer of 50 rectified linear units.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 100;  // samples in a step; the last, shorter batch of an epoch trains too

struct TwoLayerNet {
  BOOST_HANA_DEFINE_STRUCT(TwoLayerNet,  // the members give the parameters their names: hidden.weight, hidden.bias ...
                           (Affine<784, 50>, hidden), (Affine<50, 10>, output));
  constexpr auto operator()(auto image) const { return output(relu(hidden(image))); }
};

LATHE_MODEL(digits) {
  auto image = input<float[N][784]>("image");
  auto digit = input<int[N]>("digit");
  auto logits = module<TwoLayerNet>(normal(0.01))(image);  // weights start as N(0, 0.01), biases as 0
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  report("accuracy", accuracy(logits, digit));
  output("probability", softmax(logits));
  data(idx_images("digits"), epochs(17));
}
