// A size that is no whole number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: a size is a whole number, as 50_c is one
  output("y", sequential(affine(50.5_c), relu)(image));
}
