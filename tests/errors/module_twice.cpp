// Two modules of one kind need names.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][50]>("x");
  auto encoder = module<Affine<50, 50>>();
  // error@+1: parameter 'weight': the name is taken by the parameter of line 7; layers of a sequential, members of a module and module<M>("name") have names of their own
  auto decoder = module<Affine<50, 50>>();
  output("y", decoder(encoder(x)));
}
