// A plain mistake of C++: a name that is not declared.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: use of undeclared identifier 'z'
  output("y", relu(z));
}
