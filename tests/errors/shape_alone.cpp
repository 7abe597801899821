// An input of which only the shape is used need not be given.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: input 'mask': only its shape is used, not its values
  auto mask = input<float[100][20]>("mask");
  output("y", x + zeros_like(relu(mask)));
}
