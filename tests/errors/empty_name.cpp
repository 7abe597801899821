// A name is not empty.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  // error@+1: input '': a name has letters, digits, _ and dots, and begins with a letter or _
  auto x = input<float[100][20]>("");
  output("y", relu(x));
}
