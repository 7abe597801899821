// A function's name with letters swapped.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: nothing is called 'rleu'; did you mean 'relu'?
  auto h = rleu(image);
  output("h", h);
}
