// A module that module<M>() has not made.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  Affine<784, 10> net;
  // error@+1: affine: nothing computes operand 2, which belongs to a module; module<M>() makes one
  output("p", net(image));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
