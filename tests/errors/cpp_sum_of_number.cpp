// A sum that begins as a number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  double total = 0;
  // error@+1: a number cannot become a tensor; what is added up begins as a tensor, as in full<float>(0)
  total += mean(image);
  output("h", image);
}
