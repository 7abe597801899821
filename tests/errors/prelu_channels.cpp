// A trained slope a channel.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: prelu: 30 channels do not fit float[100][20], whose channels are axis 1
  output("y", sequential(prelu(30_c))(x));
}
