// A sum that is larger than its first part.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto h = sum<0>(image);
  // error@+1: a name keeps its type: float[784] cannot become float[100][784]; auto with a new name holds any
  h += image;
  output("h", h);
}
