// A function that only runs in a program.
#include <cstdio>

#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: a model's body is run by a compiler, which cannot call 'printf'
  std::printf("here");
  output("h", image);
}
