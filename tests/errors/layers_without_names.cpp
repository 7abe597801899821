// Two layers that nothing names.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  auto hidden = relu(affine(50_c)(image));
  // error@+1: parameter 'weight': the name is taken by the parameter of line 7; layers of a sequential, members of a module and module<M>("name") have names of their own
  output("h", affine(10_c)(hidden));
}
