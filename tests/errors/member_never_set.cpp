// A member that is a plain number.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Net { BOOST_HANA_DEFINE_STRUCT(Net, (Affine<784, 10>, hidden), (int, k)); constexpr auto operator()(auto x) const { return hidden(x) * k; } };
LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  // error@+1: module: a member is no tensor and no module but a plain value, which nothing sets; make it a template argument
  auto net = module<Net>();
  output("p", net(image));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
