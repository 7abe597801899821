// Elements are float, double or int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  // error@+1: a tensor's elements are float, double or int
  auto x = input<char[100][20]>("x");
  output("y", x);
}
