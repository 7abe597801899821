// Two options of one name that are not the same.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int hidden = option("hidden", 50);
// error@+1: option: one of this name stands above, with another value or other choices
constexpr int again = option("hidden", 60);

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  output("h", affine(hana::int_c<hidden + again>)(image));
}
