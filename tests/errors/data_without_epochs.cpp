// Data to train on, but not for how long.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = module<Affine<784, 10>>()(image);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  // error@+1: data: for how many passes the model trains is said by epochs(17)
  data(idx_images("digits"));
}
