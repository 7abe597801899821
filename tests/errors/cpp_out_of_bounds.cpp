// Specs run in the compiler, which sees what a program would not.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  const double rates[] = {0.1, 0.2};
  for (int i = 0; i <= 2; ++i)
    // error@+1: read of dereferenced one-past-the-end pointer is not allowed in a constant expression
    x = x * rates[i];
  output("y", x);
}
