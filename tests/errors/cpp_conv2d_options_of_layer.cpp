// The option of a layer in a sequential, for a member.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  // error@+1: options of a type's arguments are written Conv2dOptions{.padding = 2}
  auto net = module<Conv2d<1, 6, 5, padding(2_c)>>();
  output("p", net(reshape<100, 1, 28, 28>(image)));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
