// As many labels as rows.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto score = input<float[100][10]>("score");
  auto digit = input<int[100][1]>("digit");
  // error@+1: negative_log_likelihood: labels int[100][1] do not fit scores float[100][10], which take int[100]
  minimize(sum(negative_log_likelihood(log_softmax(score), digit)), sgd());
}
