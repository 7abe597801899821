// The same digits as models/digits with sigmoid units, as nets were built before rectified linear units.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 100;  // samples in a step

struct TwoLayerNet {
  BOOST_HANA_DEFINE_STRUCT(TwoLayerNet, (Affine<784, 50>, hidden), (Affine<50, 10>, output));
  constexpr auto operator()(auto image) const { return output(sigmoid(hidden(image))); }
};

LATHE_MODEL(digits_sigmoid) {
  auto image = input<float[N][784]>("image");
  auto digit = input<int[N]>("digit");
  auto logits = module<TwoLayerNet>(normal(0.01))(image);  // the last layer gives scores; the loss has the softmax
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  report("accuracy", accuracy(logits, digit));
  output("probability", softmax(logits));
  data(idx_images("digits"), epochs(17));
}
