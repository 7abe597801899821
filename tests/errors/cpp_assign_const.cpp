// A name that is const is given another value.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  const auto h = relu(image);
  // error@+1: the name keeps its value: it is const, a module's member, or no tensor; auto another = … makes a new one
  h += 1;
  output("h", h);
}
