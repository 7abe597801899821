// A word is at least one number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto word = input<int[8][5]>("word");
  // error@+1: embedding: 0 columns, must be at least 1
  output("y", sequential(embedding(7_c, 0_c))(word));
}
