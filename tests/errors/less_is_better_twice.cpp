// Of accuracy, more is better.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto scores = input<float[100][20]>("scores");
  auto label = input<int[100]>("label");
  // error@+1: less_is_better: of this metric more is better
  report("accuracy", less_is_better(accuracy(scores, label)));
}
