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

TEST_CASE("shapes, positions, products and tensors made of nothing are PyTorch's") {
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
          of<Batched<double[2][3][4]>, double[4][2]>("matmul one matrix", [](auto a, auto b) { return matmul(a, b); }),
          of<Batched<double[2][3][4]>, Batched<double[2][4][2]>>("matmul stacks",
                                                                 [](auto a, auto b) { return matmul(a, b); }),
          of<Batched<double[2][1][3][4]>, double[5][4][2]>("matmul broadcast",
                                                           [](auto a, auto b) { return matmul(a, b); }),
          of<double[3][2], Batched<double[2][2][4]>>("matmul stack on the right",
                                                     [](auto a, auto b) { return matmul(a, b); }),
          of<Batched<double[2][3][4]>>("tril", [](auto x) { return tril(x); }),
          of<double[4][3]>("triu", [](auto x) { return triu(x, -1); }),
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
          made<double[2]>("linspace of two", [](Generators& g) { return g.linspace<double[2]>(0.1, 0.7); }),
          made<double[6]>("linspace down", [](Generators& g) { return g.linspace<double[6]>(0.7, -0.1); }),
          made<double[4]>("logspace", [](Generators& g) { return g.logspace<double[4]>(-1, 2); }),
          made<double[3]>("logspace by 2", [](Generators& g) { return g.logspace<double[3]>(0, 4, 2); }),
          made<double[2][3]>("tensor",
                             [](Generators& g) { return g.tensor<double[2][3]>({{1, 2.5, -3}, {0, 1e-7, 5}}); }),
          made<double[3]>("tensor of int", [](Generators& g) { return cast<double>(g.tensor<int[3]>({3, 1, -2})); }),
          made<double[3][4]>("eye", [](Generators& g) { return g.eye<double[3][4]>(); }),
          of<Batched<double[2][3][4]>>("flip twice", [](auto x) { return flip<-1>(flip<1>(x)); }),
          of<Batched<double[2][8]>>("slice steps", [](auto x) { return slice<1, 1, 8, 3>(x); }),
          of<Batched<double[2][3]>>("slice one", [](auto x) { return slice<1, -1>(x); }),
          of<double[3][2]>("select rows", [](auto x) { return select<0, 1>(x); }),
          of<double[4][3]>("chunk rows",
                           [](auto x) {
                             auto [a, b] = chunk<0, 2>(x);
                             return std::tuple{a, b};
                           }),
          of<double[2][3], double[2][3]>("stack in front", [](auto a, auto b) { return stack<0>({a, b}); }),
          of<double, double>("stack scalars", [](auto a, auto b) { return stack<0>({a, b}); }),
          of<double>("broadcast_to of a scalar", [](auto x) { return broadcast_to<double[2][3]>(x); }),
          of<double[2][3]>("broadcast_to of equal shape", [](auto x) { return broadcast_to<double[2][3]>(x); }),
          of<double[1][1]>("reshape to a scalar", [](auto x) { return reshape<double>(x); }),
          of<double>("reshape of a scalar", [](auto x) { return reshape<double[1][1]>(x); }),
          of<double[1][3][1]>("squeeze all but one", [](auto x) { return squeeze<0>(squeeze<2>(x)); }),
          of<double[3]>("permute one", [](auto x) { return permute<0>(x); }),
          of<Batched<int[2][4]>, int>("take ints at an int", [](auto n, auto i) { return take<1>(n, i); }),
          of<Batched<double[2][4]>, int[4]>("take beyond", [](auto x, auto i) { return take<1>(x, i); }),
          of<Batched<double[2][4]>, Batched<int[2][2]>>("gather beyond",
                                                        [](auto x, auto i) { return gather<1>(x, i); }),
          of<double[4][3], int[2][3]>("gather rows", [](auto x, auto i) { return gather<0>(x, i); }),
          of<double[5][3], Batched<int[2]>>("embedding of a vector", [](auto w, auto i) { return embedding(i, w); }),
          of<double[3][5], int[3], int[3]>("elements_at", [](auto x, auto i, auto j) { return elements_at(x, i, j); }),
          of<double[3][5][2], int[2], int[2]>("elements_at, rows",
                                              [](auto x, auto i, auto j) { return elements_at(x, i, j); }),
          of<double[3][5][2], int[2][1], int[3]>("elements_at, broadcast",
                                                 [](auto x, auto i, auto j) { return elements_at(x, i, j); }),
          of<double[3][5][2], int[3], int[3], int[3]>(
              "elements_at in three axes", [](auto x, auto i, auto j, auto k) { return elements_at(x, i, j, k); }),
          of<Batched<int[4]>>("one_hot", [](auto n) { return cast<double>(one_hot<5>(n)); }),
          of<Batched<int[2][2]>, Batched<double[2][2][3]>>(
              "one_hot of rows", [](auto n, auto x) { return x * cast<double>(one_hot<3>(n)); }),
          of<int[3]>("one_hot beyond", [](auto n) { return cast<double>(one_hot<2>(n)); }),
          of<int[2][3]>("permute of ints", [](auto n) { return permute<1, 0>(n); }),
          of<int[2][3]>("reshape of ints", [](auto n) { return reshape<int[3][2]>(n); }),
          of<Batched<int[2][3]>>("slice of ints", [](auto n) { return slice<1, 1>(n); }),
          of<Batched<int[2][3]>>("flip of ints", [](auto n) { return flip<1>(n); }),
          of<int[2][3]>("broadcast_to of ints", [](auto n) { return broadcast_to<int[4][2][3]>(n); }),
          of<int[2][3]>("tril of ints", [](auto n) { return tril(n); }),
          of<Batched<int[2][3]>, Batched<int[2][1]>>("concat of ints", [](auto a, auto b) { return concat<1>(a, b); }),
          of<Batched<int[2][3]>, Batched<int[2][2]>>("gather of ints", [](auto n, auto i) { return gather<1>(n, i); }),
          of<Batched<int[2][3]>, int[3][4]>("matmul of ints", [](auto a, auto b) { return matmul(a, b); }),
          of<Batched<double[3][4]>, double[4][2]>("matmul", [](auto a, auto b) { return matmul(a, b); }),
          of<double[1][1], double[1][1]>("matmul of one", [](auto a, auto b) { return matmul(a, b); }),
          of<double[3][2], double[2][2]>("matmul at the edges", [](auto a, auto b) { return matmul(a, b); }),
          of<double[2], double[2]>("dot at the edges", [](auto a, auto b) { return dot(a, b); }),
          of<double[3][4]>("tril above", [](auto x) { return tril(x, 1); }),
          of<double[3][3]>("tril below all", [](auto x) { return tril(x, -5); }),
          of<Batched<double[2][3][4]>>("triu of stacks", [](auto x) { return triu(x); }),
          of<double[2][2]>("tril of what is no number", [](auto x) { return tril(x); }),
          made<double[1][1]>("eye of one", [](Generators& g) { return g.eye<double[1][1]>(); }),
          made<double>("full of a scalar", [](Generators& g) { return g.full<double>(2.5); }),
          made<double[2]>(
              "ints",
              [](Generators& g) { return cast<double>(g.full<int[2]>(3) + g.ones<int[2]>() - g.zeros<int[2]>()); }),
          made<double[3]>("arange from", [](Generators& g) { return g.arange<double[3]>(0.5, 1.5); }),
      });
}
