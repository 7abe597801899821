// A semicolon between a model's name and its body.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: LATHE_MODEL(wrong): the body in braces follows, without ;
LATHE_MODEL(wrong); {
  output("h", relu(input<float[100][784]>("image")));
}
