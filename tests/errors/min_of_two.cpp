// min of two values.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: min: takes one tensor; the smaller of two is minimum(x, y)
  output("h", min(image, image));
}
