// Digits told apart with weights that were trained elsewhere: three layers, 100 images at a time, prediction only.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 100;  // images in a batch; predict takes any number of rows

struct ThreeLayerNet {
  BOOST_HANA_DEFINE_STRUCT(ThreeLayerNet,  // the saved weights have these names: hidden1.weight, hidden1.bias ...
                           (Affine<784, 50>, hidden1), (Affine<50, 100>, hidden2), (Affine<100, 10>, output));
  constexpr auto operator()(auto image) const { return output(sigmoid(hidden2(sigmoid(hidden1(image))))); }
};

LATHE_MODEL(digits_inference) {
  auto image = input<float[N][784]>("image");
  auto digit = input<int[N]>("digit");
  auto probability = softmax(module<ThreeLayerNet>()(image));
  output("probability", probability);
  report("accuracy", accuracy(probability, digit));
  data(idx_images("digits"));  // no epochs: the model is evaluated, not trained
}
