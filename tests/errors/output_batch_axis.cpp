// What prediction returns has a row for each sample.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[4][3]>("x");
  // error@+1: output 'y': the batch is axis 1 of float[3][4], must be axis 0
  output("y", transpose(x));
}
