// A module that is called without module<M>(), by what goes on from it.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Net {
  BOOST_HANA_DEFINE_STRUCT(Net, (Affine<784, 50>, hidden), (Affine<50, 10>, score));
  // error@+1: affine: nothing computes operand 2, which belongs to a module; module<M>() makes one
  constexpr auto operator()(auto x) const { return score(relu(hidden(x))); }
};

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = Net()(image);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  report("accuracy", accuracy(logits, digit));
  data(idx_images("digits"), epochs(1));
}
