// Another number of samples.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto z = input<int[100][3][4]>("z");
  // error@+1: gather: indices int[100][3][4] and float[100][20] differ in more than axis 1
  output("y", gather<1>(x, z));
}
