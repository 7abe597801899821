// The same tensor with elements of another type. What becomes of NumPy's arrays is in programs/by_value.hpp.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_types) {
  auto whole = tensor<int[3]>({1, 2, 3});
  output("int", whole);
  auto real = cast<float>(whole);
  output("float", real);
  auto precise = cast<double>(whole);
  output("double", precise);
  output("int.again", cast<int>(precise));
  output("scalar", select<0, 0>(whole));  // a tensor with one element and no axis
}
