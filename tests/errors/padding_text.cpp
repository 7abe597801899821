// A padding in words.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  // error@+1: padding: a size must be a constant of the type, write padding(1_c)
  auto net = module<Conv2d<1, 6, 5>>(padding("same"));
  output("p", net(reshape<100, 1, 28, 28>(image)));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
