// A model is trained on one data set.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = sequential(affine(10_c))(image);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  data(idx_images("digits"), epochs(17));
  // error@+1: data: the model has data already
  data(idx_images("fashion"), epochs(17));
}
