// An axis is a constant.
#include <lathe/dsl.hpp>
using namespace lathe;

int axis_of_words = 1;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: sum: <axis_of_words> must be constants, as constexpr int N = 100 is one
  output("y", sum<axis_of_words>(x));
}
