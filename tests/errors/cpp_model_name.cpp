// A model's name that is none of C++.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: LATHE_MODEL: the name of a model is letters, digits and _, as C++ has it
LATHE_MODEL(my-digits) {
  output("h", relu(input<float[100][784]>("image")));
}
