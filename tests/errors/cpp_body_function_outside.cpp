// What belongs to a model's body, called outside of one.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: 'zeros' cannot be used here like this: the library's names need using namespace lathe, and what belongs to a model's body is known nowhere else
constexpr auto twice(auto x) { return x + zeros<float[100][784]>(); }

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  output("h", twice(image));
}
