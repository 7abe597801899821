// A word is a number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto table = parameter<float[7][4]>("table");
  // error@+1: embedding: indices float[100][20] must be int: positions along axis 0
  output("y", embedding(x, table));
}
