// Options without braces.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: conv2d: options stand in braces, with a dot before each: conv2d({.padding = …})
  auto h = conv2d(.padding = 2)(image);
  output("h", h);
}
