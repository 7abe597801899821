// All inputs have the same batch.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: input 'digit': the batch of int[50] is 50 but that of input 'image' is 100
  auto digit = input<int[50]>("digit");
  output("y", relu(image));
  output("d", digit);
}
