// One class number a row.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<int[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  // error@+1: nll_loss: labels int[100][10] do not fit scores float[100][10], which take int[100]
  minimize(nll_loss(log_softmax(y), t), sgd());
}
