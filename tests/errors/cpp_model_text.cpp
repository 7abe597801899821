// A model's name in quotes.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: LATHE_MODEL: the name of a model is letters, digits and _, as C++ has it
LATHE_MODEL("digits") {
  output("h", relu(input<float[100][784]>("image")));
}
