// A parameter that belongs to no module.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  Parameter<float[10]> p;
  // error@+1: add: nothing computes operand 2, which belongs to a module; module<M>() makes one
  output("p", logits + p);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
