// A model's code is in a namespace of its name.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: LATHE_MODEL: 'class' is no name for a model, as C++ has it
LATHE_MODEL(class) {
  auto x = input<float[100][20]>("x");
  output("y", relu(x));
}
