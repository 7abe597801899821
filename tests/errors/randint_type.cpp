// Whole numbers are int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: randint: gives int, not float[20]
  output("y", x + cast<float>(randint<float[20]>(1, 6)));
}
