// A tensor made of a value of another shape.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  // error@+1: a tensor float is made of a value that is float[100][10]
  Value v = logits; Tensor<float> z{v};
  report("z", z);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(1));
}
