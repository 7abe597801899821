// The compiler gives up on a loop that does not end.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  int n = 0;
  // error@+1: constexpr evaluation hit maximum step limit; possible infinite loop?
  while (n >= 0) n = 1 - n;
  output("y", input<float[100][20]>("x"));
}
