// A layer called twice shares its weights, so its inputs have one width.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto a = input<float[100][784]>("a");
  auto b = input<float[100][100]>("b");
  auto layer = affine(10_c);
  output("y", layer(a));
  // error@+1: affine: input float[100][100] has 100 features, but at its first call the layer took 784
  output("z", layer(b));
}
