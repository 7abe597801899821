// Without using namespace lathe.
#include <lathe/dsl.hpp>

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: 'relu' cannot be used here like this: the library's names need using namespace lathe, and what belongs to a model's body is known nowhere else
  output("h", relu(image));
}
