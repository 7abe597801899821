// A plain mistake of C++: a number where a tensor belongs.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: no matching member function for call to 'output': could not match 'Tensor<T>' against 'double'
  output("y", 3.0);
}
