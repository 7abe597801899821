// Of an error, less is better.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100]>("x");
  // error@+1: more_is_better: of this metric less is better
  report("rmse", more_is_better(root_mean_square(x)));
}
