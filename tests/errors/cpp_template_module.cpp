// A module is a type.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[8][5][3]>("x");
  // error@+1: module: <Lstm> must be a type with all its arguments
  auto net = module<Lstm>();
  output("y", net(x).outputs);
}
