// Sizes are constants of the type: 20_c.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: prelu: a size must be a constant of the type, write prelu(50_c)
  output("y", sequential(prelu(20))(x));
}
