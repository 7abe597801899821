// A root over all rows is nothing that a row has.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: output: root_mean_square is for report alone, write sqrt(mean(square(x)))
  output("y", root_mean_square(x));
}
