// One slope, or one for each channel.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto alpha = parameter<float[30]>("alpha");
  // error@+1: prelu: alpha float[30] does not fit float[100][20], whose channels are axis 1
  output("y", prelu(x, alpha));
}
