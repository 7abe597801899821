// A name goes into files, command lines and code.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: output 'y/2': a name has letters, digits, _ and dots, and begins with a letter or _
  output("y/2", relu(x));
}
