// A name is given a number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto h = affine(10_c)(image);
  // error@+1: a name keeps its type: float[100][10] cannot become a number
  h = 0;
  output("h", h);
}
