// Options as Python has them.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: sgd: options stand in braces, with a dot before each: sgd({.lr = …})
  minimize(mean(image), sgd(lr = 0.1));
  output("h", image);
}
