// Elements, rows and ranges of a tensor. What a condition chooses has no static number of elements: here is which
// elements those are, and programs/by_value.hpp takes them.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_indexing) {
  auto x =
      tensor<int[3][5][4]>({4, 6, 6, 2, 8, 4, 5, 1, 4, 2, 6, 5, 4, 1, 1, 3, 3, 7, 2, 8, 4, 4, 8, 7, 6, 6, 7, 6, 3, 4,
                            7, 4, 8, 1, 3, 5, 3, 7, 5, 1, 7, 2, 4, 1, 4, 6, 2, 2, 1, 2, 5, 2, 4, 4, 7, 4, 7, 4, 5, 8});
  output("x", x);

  // x[0], x[:, 1], x[2, 1, 3]
  output("at_0", select<0, 0>(x));
  output("all_at_1", select<1, 1>(x));
  output("at_2_1_3", select<0, 3>(select<0, 1>(select<0, 2>(x))));

  // x[[0, 1], [1, 2]], x[[[0], [1]], [1, 2]]
  output("pairs", elements_at(x, tensor<int[2]>({0, 1}), tensor<int[2]>({1, 2})));
  output("grid", elements_at(x, tensor<int[2][1]>({0, 1}), tensor<int[2]>({1, 2})));

  // x[1:], x[-1:, 1:4, 0:3]
  output("from_1", slice<0, 1>(x));
  output("ranges", slice<2, 0, 3>(slice<1, 1, 4>(slice<0, -1>(x))));

  // x[:, :, 0] > 5, x[:, 1, :] > 5, x[:, 1, 2] > 5
  output("mask.rows", select<2, 0>(x) > 5);
  output("mask.columns", select<1, 1>(x) > 5);
  output("mask.matrices", select<1, 2>(select<1, 1>(x)) > 5);
  output("permuted", permute<0, 2, 1>(x));
}
