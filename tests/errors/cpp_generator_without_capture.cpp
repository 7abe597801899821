// A generator in a function that captures nothing.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: what only a model's body can call needs [&] in a function in it: [&](auto x) { … }
  auto net = sequential(affine(7_c), [](auto x) { return x + ones<float[7]>(); });
  output("p", net(image));
}
