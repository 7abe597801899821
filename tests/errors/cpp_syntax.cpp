// A plain mistake of C++: a missing semicolon.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  // error@+1: expected ';' at end of declaration
  auto x = input<float[100][20]>("x")
  output("y", relu(x));
}
