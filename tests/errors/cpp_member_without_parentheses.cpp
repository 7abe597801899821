// A member without its parentheses.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: BOOST_HANA_DEFINE_STRUCT: each member stands in parentheses, as (Affine<784, 50>, hidden)
struct Net { BOOST_HANA_DEFINE_STRUCT(Net, Affine<784, 10>, hidden); constexpr auto operator()(auto x) const { return hidden(x); } };
LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  auto net = module<Net>();
  output("p", net(image));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
