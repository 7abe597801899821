// A function that forgets to return.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr auto twice(auto x) { auto y = 2 * x; }

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: what is called here returns nothing
  auto h = twice(image);
  output("h", h);
}
