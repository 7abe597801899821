// An assertion of the user, in words of the user.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  constexpr int heads = 3, width = 64;
  // error@+1: static assertion failed due to requirement 'width % heads == 0': the width is a multiple of the heads
  static_assert(width % heads == 0, "the width is a multiple of the heads");
  output("y", input<float[100][width]>("x"));
}
