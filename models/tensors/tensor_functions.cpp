// Sums, means, extremes, deviations, order; of all elements or along an axis. Unique values have no static number:
// see programs/by_value.hpp.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_functions) {
  auto x = tensor<float[3][2][4]>({7, 4, 5, 7, 3, 8, 5, 5, 7, 2, 3, 7, 3, 3, 8, 5, 4, 8, 8, 3, 6, 5, 2, 8});
  output("x", x);
  output("sum", sum(x));
  output("sum.axis_0", sum<0>(x));
  output("mean", mean(x));
  output("mean.axis_1", mean<1>(x));
  output("max", max(x));
  auto [largest, where] = max_with_index<2>(x);
  output("max.axis_2", largest);
  output("max.axis_2.index", where);
  output("argmin", argmin(reshape<24>(x)));
  output("std", stddev(x));
  output("sort", sort(x));
  output("sort.index", argsort(x));
}
