// Two metrics of one name.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");
  auto logits = sequential(affine(10_c))(image);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  report("accuracy", accuracy(logits, digit));
  // error@+1: report 'accuracy': the name is taken at line 10
  report("accuracy", mean(logits));
}
