// A function that forgets to return, called for a layer.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr auto twice(auto x) { auto y = 2 * x; }

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: affine: what it is called with is a call that returns nothing
  auto h = affine(10_c)(twice(image));
  output("h", h);
}
