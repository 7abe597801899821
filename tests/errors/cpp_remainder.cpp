// An operator that tensors do not have.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: '%' is no operation on tensors, which have + - * / and comparisons
  auto h = image % 2;
  output("h", h);
}
