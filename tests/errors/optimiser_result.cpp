// An optimiser returns a value of the shape of the parameter.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");

  auto logits = sequential(affine(10_c))(image);
  // error@+1: minimize: the optimiser must return float[784][10] for parameter '0.weight'
  minimize(softmax_cross_entropy(logits, digit), [](Value, Value gradient) { return hyperparameter(gradient, "lr", 0.1); });
}
