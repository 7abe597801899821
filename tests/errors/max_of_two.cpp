// max of two values.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: max: takes one tensor; the larger of two is maximum(x, y)
  output("h", max(image, 0));
}
