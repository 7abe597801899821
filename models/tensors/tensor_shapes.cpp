// The same elements in another shape. No layout has to be asked for: an operation reads its operand where it lies, or
// the compiler makes a copy.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_shapes) {
  auto a = tensor<int[2][3][6]>(
      {7, 3, 6, 1, 4, 2, 8, 4, 2, 6, 6, 6, 2, 4, 6, 5, 7, 2, 2, 4, 2, 2, 6, 4, 6, 7, 8, 7, 8, 6, 7, 4, 1, 6, 8, 5});
  output("transpose", transpose<1, 2>(a));
  output("permute", permute<2, 0, 1>(a));

  auto b =
      tensor<int[3][5][4]>({4, 6, 6, 2, 8, 4, 5, 1, 4, 2, 6, 5, 4, 1, 1, 3, 3, 7, 2, 8, 4, 4, 8, 7, 6, 6, 7, 6, 3, 4,
                            7, 4, 8, 1, 3, 5, 3, 7, 5, 1, 7, 2, 4, 1, 4, 6, 2, 2, 1, 2, 5, 2, 4, 4, 7, 4, 7, 4, 5, 8});
  output("reshape", reshape<6, 10>(b));
  output("reshape.rest", reshape<3, -1>(b));
  output("view", reshape<-1, 10>(b));
  output("view.reversed", reshape<-1>(permute<2, 1, 0>(b)));

  auto row = tensor<int[5]>({1, 2, 3, 4, 5});
  output("unsqueeze.0", unsqueeze<0>(row));
  output("unsqueeze.1", unsqueeze<1>(row));
  output("unsqueeze.last", unsqueeze<-1>(row));
  output("squeeze", squeeze<0>(unsqueeze<0>(row)));
}
