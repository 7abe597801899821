#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

/// A generator's case: the operand says where it is made, and is added to it.
template <class T, class Generate>
auto made(const char* name, Generate generate) {
  return of<T>(name, [generate](auto x) {
    Generators generators(*x.builder);
    return x + generate(generators);
  });
}

}  // namespace

TEST_CASE("operations on shapes, positions and axes equal PyTorch's") {
  check_vocabulary(
      "tensor",
      {
          of<Batched<double[2][3][4]>>("permute", [](auto x) { return permute<2, 0, 1>(x); }),
          of<double[2][3][4]>("transpose", [](auto x) { return transpose(x); }),
          of<Batched<double[2][3][4]>>("transpose the batch", [](auto x) { return transpose<0, -1>(x); }),
          of<Batched<double[2][3][4]>>("reshape the rest", [](auto x) { return reshape<2, -1, 2>(x); }),
          of<Batched<double[2][3][4]>>("flatten", flatten),
          of<Batched<double[2][3]>>("unsqueeze", [](auto x) { return unsqueeze<0>(x); }),
          of<Batched<double[2][3]>>("unsqueeze the end", [](auto x) { return unsqueeze<-1>(x); }),
          of<Batched<double[2][1][3]>>("squeeze", [](auto x) { return squeeze<1>(x); }),
          of<Batched<double[2][1]>>("broadcast_to", [](auto x) { return broadcast_to<double[3][2][4]>(x); }),
          of<double[3]>("broadcast_to matrix", [](auto x) { return broadcast_to<double[2][3]>(x); }),
          of<Batched<double[2][7]>>("slice", [](auto x) { return slice<1, 1, -1, 2>(x); }),
          of<double[5][2]>("slice to the end", [](auto x) { return slice<0, -3>(x); }),
          of<Batched<double[2][3][4]>>("flip", [](auto x) { return flip<-1>(x); }),
          of<Batched<double[2][3][4]>>("select", [](auto x) { return select<1, -1>(x); }),
          of<Batched<double[2][6]>>("chunk",
                                    [](auto x) {
                                      auto [a, b, c] = chunk<1, 3>(x);
                                      return std::tuple{a, b, c};
                                    }),
          of<Batched<double[2][3]>, Batched<double[2][2]>, Batched<double[2][1]>>(
              "concat", [](auto a, auto b, auto c) { return concat<-1>(a, b, c); }),
          of<double[2][3], double[1][3]>("concat rows", [](auto a, auto b) { return concat<0>(a, b); }),
          of<Batched<double[2][3]>, Batched<double[2][3]>>("stack", [](auto a, auto b) { return stack<1>({a, b, a}); }),
          of<double[5][3], Batched<int[2][4]>>("embedding", [](auto w, auto i) { return embedding(i, w); }),
          of<Batched<double[2][5]>, int[3]>("take", [](auto x, auto i) { return take<1>(x, i); }),
          of<Batched<double[2][5]>>("take listed", [](auto x) { return take<1>(x, {0, 4, 4}); }),
          of<Batched<double[2][5]>, Batched<int[2][4]>>("gather", [](auto x, auto i) { return gather<1>(x, i); }),
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
          of<Batched<double[2][3][4]>, double[4][2]>("matmul one matrix", [](auto a, auto b) { return matmul(a, b); }),
          of<Batched<double[2][3][4]>, Batched<double[2][4][2]>>("matmul stacks",
                                                                 [](auto a, auto b) { return matmul(a, b); }),
          of<Batched<double[2][1][3][4]>, double[5][4][2]>("matmul broadcast",
                                                           [](auto a, auto b) { return matmul(a, b); }),
          of<double[3][2], Batched<double[2][2][4]>>("matmul stack on the right",
                                                     [](auto a, auto b) { return matmul(a, b); }),
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
          of<Batched<double[2][3][4]>>("tril", [](auto x) { return tril(x); }),
          of<double[4][3]>("triu", [](auto x) { return triu(x, -1); }),
          of<double[3][4]>("norm", [](auto x) { return norm<1>(x); }),
          of<double[4], double[4]>("dot", [](auto a, auto b) { return dot(a, b); }),
          of<double[4], double[3]>("outer", [](auto a, auto b) { return outer(a, b); }),
          of<Batched<double[2][3]>>("full_like",
                                    [](auto x) { return x * full_like(x, 2.5) + ones_like(x) - zeros_like(x); }),
          made<double[2][3]>("full", [](Generators& g) { return g.full<double[2][3]>(2.5); }),
          made<double[2]>("zeros and ones", [](Generators& g) { return g.ones<double[2]>() + g.zeros<double[2]>(); }),
          made<double[4]>("arange", [](Generators& g) { return g.arange<double[4]>(); }),
          made<double[4]>("arange with a step", [](Generators& g) { return cast<double>(g.arange<int[4]>(7, -2)); }),
          made<double[5]>("linspace", [](Generators& g) { return g.linspace<double[5]>(-1, 2); }),
          made<double[1]>("linspace of one", [](Generators& g) { return g.linspace<double[1]>(3, 4); }),
          made<double[4]>("logspace", [](Generators& g) { return g.logspace<double[4]>(-1, 2); }),
          made<double[3]>("logspace by 2", [](Generators& g) { return g.logspace<double[3]>(0, 4, 2); }),
          made<double[2][3]>("tensor",
                             [](Generators& g) { return g.tensor<double[2][3]>({{1, 2.5, -3}, {0, 1e-7, 5}}); }),
          made<double[3]>("tensor of int", [](Generators& g) { return cast<double>(g.tensor<int[3]>({3, 1, -2})); }),
          made<double[3][4]>("eye", [](Generators& g) { return g.eye<double[3][4]>(); }),
      });
}
