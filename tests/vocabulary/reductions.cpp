#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

/// The two members of what topk and its like return.
constexpr auto both = [](auto found) { return std::tuple{found.values, found.indices}; };

/// What reductions along axis 1 do, under the same names for operands of different kinds.
template <class X>
void add_each(std::vector<Case>& cases, const std::string& of_what) {
  const auto add = [&](const char* name, auto function) { cases.push_back(of<X>(name + of_what, function)); };
  add("sum", [](auto x) { return sum<1>(x); });
  add("mean", [](auto x) { return mean<1>(x); });
  add("max", [](auto x) { return max<1>(x); });
  add("norm", [](auto x) { return norm<1>(x); });
  add("argmax", [](auto x) { return argmax<1>(x); });
  add("softmax", [](auto x) { return softmax(x, axis<1>); });
  add("log_softmax", [](auto x) { return log_softmax(x, axis<1>); });
  add("cumsum", [](auto x) { return cumsum<1>(x); });
  add("sort", [](auto x) { return sort<1>(x); });
  add("max_with_index", [](auto x) { return both(max_with_index<1>(x)); });
}

}  // namespace

TEST_CASE("sums, extremes, statistics and order along axes are PyTorch's") {
  using Ints = Batched<int[3][4]>;
  std::vector<Case> cases = {
      of<Batched<double[2][3][4]>>("sum keepdim", [](auto x) { return sum<1>(x, keepdim); }),
      of<Batched<double[2][3][4]>>("mean of axes", [](auto x) { return mean<1, -1>(x); }),
      of<Batched<double[3][4]>>("mean over the batch", [](auto x) { return mean<0>(x, keepdim); }),
      of<Batched<double[3][4]>>("var", [](auto x) { return var<1>(x); }),
      of<double[3][4]>("var over rows", [](auto x) { return var<0>(x, keepdim, 0); }),
      of<Batched<double[3][4]>>("stddev", [](auto x) { return stddev<1>(x, keepdim); }),
      of<double[3][4]>("stddev of all", [](auto x) { return stddev(x, 0); }),
      of<Batched<double[3][4]>>("max", [](auto x) { return max<1>(x); }),
      of<double[2][3]>("max ties", [](auto x) { return max<1>(x, keepdim); }),
      of<Batched<double[3][4]>>("min", [](auto x) { return min(x); }),
      of<double[2][3]>("min ties", [](auto x) { return min<1>(x); }),
      of<Batched<double[2][3][4]>>("argmax", [](auto x) { return argmax<1>(x); }),
      of<Batched<double[2][3][4]>>("argmin", [](auto x) { return argmin(x); }),
      of<Batched<double[2][3][4]>>("softmax", [](auto x) { return softmax(x, axis<1>); }),
      of<Batched<double[2][3][4]>>("log_softmax", [](auto x) { return log_softmax(x, axis<-2>); }),
      of<Batched<double[2][6]>>("sort", [](auto x) { return sort(x); }),
      of<double[4][3]>("sort descending", [](auto x) { return sort<0>(x, Order::descending); }),
      of<double[9]>("argsort", [](auto x) { return argsort(x); }),
      of<double[9]>("argsort descending", [](auto x) { return argsort(x, Order::descending); }),
      of<Batched<double[2][6]>>("topk",
                                [](auto x) {
                                  auto [values, indices] = topk<3>(x);
                                  return std::tuple{values, indices};
                                }),
      of<Batched<double[2][5]>>("cumsum", [](auto x) { return cumsum(x); }),
      of<double[3][4]>("cumsum of columns", [](auto x) { return cumsum<0>(x); }),
      of<double[3][4]>("norm", [](auto x) { return norm<1>(x); }),
      of<double[4][3]>("sort of columns", [](auto x) { return sort<0>(x); }),
      of<double[2][3]>("sort with equals", [](auto x) { return sort(x); }),
      of<Batched<double[2][3][4]>>("argsort along an axis", [](auto x) { return argsort<1>(x); }),
      of<double[4][3]>("topk ascending", [](auto x) { return both(topk<2, 0>(x, Order::ascending)); }),
      of<Batched<double[2][3]>>("topk of all", [](auto x) { return both(topk<3>(x)); }),
      of<Batched<double[3][4]>>("sum", [](auto x) { return sum(x); }),
      of<Batched<double[2][3][4]>>("sum of axes", [](auto x) { return sum<0, 2>(x); }),
      of<Batched<double[3][4]>>("max of all", [](auto x) { return max(x); }),
      of<Batched<double[2][3][4]>>("max of axes", [](auto x) { return max<1, 2>(x); }),
      of<Batched<double[2][3][4]>>("min of axes", [](auto x) { return min<0, -1>(x); }),
      of<Batched<double[2][3]>>("mean", [](auto x) { return mean(x); }),
      of<Batched<double[2][3][4]>>("var of axes", [](auto x) { return var<0, 2>(x); }),
      of<Batched<double[3][4]>>("stddev over the batch", [](auto x) { return stddev<0>(x, 0); }),
      of<Batched<double[3][4]>>("norm of all", [](auto x) { return norm(x); }),
      of<double[3][4]>("argmax of columns", [](auto x) { return argmax<0>(x); }),
      of<double[2][3]>("argmax of equals", [](auto x) { return std::tuple{argmax(x), argmin(x)}; }),

      of<Batched<double[2][1][3]>>("min of one", [](auto x) { return min<1>(x, keepdim); }),
      of<Batched<double[2][1][3]>>("var of one", [](auto x) { return var<1>(x, 0); }),
      of<Batched<double[2][1][3]>>("var of one, corrected", [](auto x) { return var<1>(x); }),
      of<Batched<double[2][1][3]>>("argsort of one", [](auto x) { return argsort<1>(x); }),
      of<double>("sum of a scalar", [](auto x) { return sum(x); }),
      of<double>("max of a scalar", [](auto x) { return max(x); }),

      of<double[8][3]>("min at the edges", [](auto x) { return min<1>(x); }),
      of<double[8][3]>("var at the edges", [](auto x) { return var<1>(x); }),
      of<double[8][3]>("stddev at the edges", [](auto x) { return stddev<1>(x); }),
      of<double[8][3]>("argmin at the edges", [](auto x) { return argmin<1>(x); }),
      of<double[8][3]>("min_with_index at the edges", [](auto x) { return both(min_with_index<1>(x)); }),
      of<double[8][3]>("topk at the edges", [](auto x) { return topk<2>(x).values; }),

      of<Batched<double[2][3][4]>>("max_with_index", [](auto x) { return both(max_with_index<1>(x)); }),
      of<Batched<double[2][3][4]>>("min_with_index", [](auto x) { return both(min_with_index(x)); }),
      of<double[2][3]>("max_with_index of equals", [](auto x) { return both(max_with_index<1>(x)); }),
      of<double[2][3]>("min_with_index of equals", [](auto x) { return both(min_with_index<1>(x)); }),
      of<double[3][3]>("stddev of equals", [](auto x) { return stddev<1>(x); }),
      of<double[3][2]>("norm of nothing", [](auto x) { return norm<1>(x); }),

      of<Ints>("sum of ints", [](auto n) { return sum<1>(n); }),
      of<Ints>("sum of all of ints", [](auto n) { return sum(n); }),
      of<Ints>("cumsum of ints", [](auto n) { return cumsum<1>(n); }),
      of<Ints>("max of ints", [](auto n) { return max<1>(n); }),
      of<Ints>("min of ints", [](auto n) { return min<1>(n); }),
      of<Ints>("argmax of ints", [](auto n) { return argmax(n); }),
      of<Ints>("argmin of ints", [](auto n) { return argmin(n); }),
      of<Ints>("sort of ints", [](auto n) { return sort(n); }),
      of<Ints>("argsort descending of ints", [](auto n) { return argsort(n, Order::descending); }),
      of<Ints>("max_with_index of ints", [](auto n) { return both(max_with_index(n)); }),
  };
  add_each<Batched<double[2][1][3]>>(cases, " of one");
  add_each<double[8][3]>(cases, " at the edges");
  check_vocabulary("reductions", cases);
}
