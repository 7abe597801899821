// Tensors one after another: along an axis that they have, or a new one.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_joining) {
  auto a = tensor<int[2][2][5]>({7, 4, 5, 7, 3, 8, 5, 5, 7, 2, 3, 7, 3, 3, 8, 5, 4, 8, 8, 3});
  auto b = tensor<int[2][1][5]>({6, 5, 2, 8, 4, 6, 6, 2, 8, 4});
  output("concat", concat<1>(a, b));

  auto c = tensor<int[3][1][5]>({7, 4, 5, 7, 3, 8, 5, 5, 7, 2, 3, 7, 3, 3, 8});
  auto d = tensor<int[3][1][5]>({5, 4, 8, 8, 3, 6, 5, 2, 8, 4, 6, 6, 2, 8, 4});
  output("stack", stack<2>({c, d}));
}
