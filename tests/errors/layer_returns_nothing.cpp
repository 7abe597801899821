// A layer that forgets its return.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto net = sequential(affine(7_c), [](auto x) { relu(x); });
  // error@+1: sequential: a layer returns nothing, must return a tensor
  output("p", net(image));
}
