// Sizes of a layer are constants of the type.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto word = input<int[8][5]>("word");
  // error@+1: embedding: a size must be a constant of the type, write embedding(5000_c, 256_c)
  output("y", sequential(embedding(7, 4))(word));
}
