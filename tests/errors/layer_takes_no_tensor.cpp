// A layer that is a function of a number.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto net = sequential(affine(7_c), [](float x) { return x; });
  // error@+1: sequential: a layer is a module or a function of one tensor, as relu or [](auto x) { return 2 * x; }; one cannot be called with float[100][7]
  output("p", net(image));
}
