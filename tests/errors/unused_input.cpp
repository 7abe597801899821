// An input that nothing uses.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: input 'digit' is never used
  [[maybe_unused]] auto digit = input<int[100]>("digit");
  output("y", relu(x));
}
