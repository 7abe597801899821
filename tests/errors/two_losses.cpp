// One loss a model: two are added.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = sequential(affine(10_c))(image);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  // error@+1: minimize: the model has a loss already, at line 9; add the two
  minimize(sum(logits), sgd({.lr = 0.1}));
}
