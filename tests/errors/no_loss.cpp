// A model that reports a metric must have something to train for.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: no loss: the model reports a metric but never calls minimize
LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto digit = input<int[100]>("digit");

  auto logits = sequential(affine(10_c))(image);
  report("accuracy", accuracy(logits, digit));
}
