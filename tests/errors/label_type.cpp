// Labels are class numbers, of type int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<float[100]>("digit");
  auto logits = sequential(affine(10_c))(image);
  // error@+1: softmax_cross_entropy: labels float[100] must be int: one class number a row
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
}
