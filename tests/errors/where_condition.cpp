// What is chosen by is what a comparison gives.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: where: the condition float[100][20] must be int: what a comparison gives
  output("y", where(x, x, 0));
}
