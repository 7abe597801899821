// An initializer without its parentheses.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  // error@+1: this names a function but must be what a call of it gives: the name is followed by parentheses
  auto net = module<Affine<784, 10, normal>>();
  output("p", net(image));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
