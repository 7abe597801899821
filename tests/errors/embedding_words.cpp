// Sizes are at least 1.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<int[100][20]>("x");
  // error@+1: embedding: 0 words, must be at least 1
  auto layer = module<Embedding<0, 8>>();
  output("y", layer(x));
}
