// A loss is one number, not one a sample.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");

  auto logits = sequential(affine(10_c))(image);
  // error@+1: minimize: the loss is float[100], must be a scalar of float or double
  minimize(negative_log_likelihood(log_softmax(logits), digit), sgd({.lr = 0.1}));
}
