// Labels that are listed, for scores that an input is part of.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto scores = input<float[2][10]>("scores");
  // error@+1: softmax_cross_entropy: labels int[2] and scores float[2][10] differ in their batch axis; the first has none, as what no input is part of
  auto loss = softmax_cross_entropy(scores, tensor<int[2]>({1, 2}));
  output("loss", loss);
}
