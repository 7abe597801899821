// matmul: the matrix product, either operand transposed.
#pragma once

#include "lathe/ops/reshape.hpp"

namespace lathe {
namespace ops {
struct Matmul {
  static constexpr const char* name = "matmul";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &a = in[0], &b = in[1];
    if (a.rank < 2 || b.rank < 2)
      return Message("matmul: takes two matrices or stacks of them, not ") << a << " and " << b;
    const Inferred stack = broadcast("matmul, leading axes", leading(a), leading(b));
    if (!stack.ok()) return stack;
    const int ta = attributes.integer("transpose_a") ? 1 : 0, tb = attributes.integer("transpose_b") ? 1 : 0;
    const int row = a.rank - 2 + ta, inner_a = a.rank - 1 - ta, inner_b = b.rank - 2 + tb, column = b.rank - 1 - tb;
    if (a.extents[inner_a] != b.extents[inner_b])
      return Message("matmul: inner extents differ: ")
             << a << " has " << a.extents[inner_a] << ", " << b << " has " << b.extents[inner_b];
    if ((a.batch_axis == inner_a) != (b.batch_axis == inner_b))
      return Message("matmul: the batch axis of ")
             << (a.batch_axis == inner_a ? a : b) << " meets an axis that is not the batch";
    Type y = stack.types[0];
    const bool rows = a.batch_axis == row, columns = b.batch_axis == column;
    if (y.batched() + rows + columns > 1) return Message("matmul: the batch would be two axes of the result");
    if (rows || columns) {
      y.batch_axis = rows ? y.rank : y.rank + 1;
      y.batch_multiple = rows ? a.batch_multiple : b.batch_multiple;
    }
    y.extents[y.rank++] = a.extents[row];
    y.extents[y.rank++] = b.extents[column];
    return y;
  }
  /// Without the last two axes.
  static constexpr Type leading(const Type& t) {
    return without_axis(without_axis(t, t.rank - 1, false), t.rank - 2, false);
  }
};
}  // namespace ops

/// matmul(a, b): the product of a float[m][k] and b float[k][n]; the result is float[m][n]. Axes before the last two
/// are stacks of matrices and broadcast: float[100][8][m][k] and float[k][n] give float[100][8][m][n]. As torch.matmul,
/// but without vectors.
template <class A, class B>
constexpr auto matmul(Tensor<A> a, Tensor<B> b, std::source_location at = std::source_location::current()) {
  constexpr Type type_a = type_of<A>(), type_b = type_of<B>();
  constexpr Inferred product = detail::infer<ops::Matmul, Attributes{}, A, B>();
  const Scope scope(detail::builder_of({a.builder, b.builder}), at, "matmul");
  if constexpr (type_a.rank > 2 && type_b.rank == 2)  // one matrix for the whole stack: one product of all its rows
    if (detail::traced_type(a).batch_axis <= 0 && !detail::traced_type(b).batched())
      return apply<ops::Reshape, ops::shape_attributes(product.types[0])>(
          at, apply<ops::Matmul>(at, reshape<-1, type_a.extents[type_a.rank - 1]>(a, at), b));
  return apply<ops::Matmul>(at, a, b);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_matmul({
    .name = Matmul::name,
    .formula = "y[…, i, j] = sum over k of a[…, i, k] b[…, k, j]",
    .source = "matrix product; transpose_a and transpose_b read an operand transposed",
    .operands = 2,
    .infer = Matmul::infer,
    .attributes = {{"transpose_a", "1 where a is read transposed"}, {"transpose_b", "1 where b is read transposed"}},
    .gradient =
        [](const GradientRule& g) {
          const bool ta = g.attributes().integer("transpose_a") != 0, tb = g.attributes().integer("transpose_b") != 0;
          const auto product = [](Term a, bool transpose_a, Term b, bool transpose_b) {
            Attributes attributes;
            if (transpose_a) attributes.set("transpose_a", 1);
            if (transpose_b) attributes.set("transpose_b", 1);
            return apply("matmul", {a, b}, attributes);
          };
          const Term a = g.operand(0), b = g.operand(1);
          return std::vector{sum_to(ta ? product(b, tb, g.d(), true) : product(g.d(), false, b, !tb), a.type()),
                             sum_to(tb ? product(g.d(), true, a, ta) : product(a, !ta, g.d(), false), b.type())};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const bool ta = k.attributes().integer("transpose_a") != 0, tb = k.attributes().integer("transpose_b") != 0;
          const Type& y = k.result_type();
          std::vector<kernel::Expr> at;
          for (int axis = 0; axis < y.rank - 2; ++axis) at.push_back(k.outer("m" + std::to_string(axis), y, axis));
          const auto i = k.outer("i", y, y.rank - 2), j = k.outer("j", y, y.rank - 1);
          const auto n = k.loop("k", k.operand_type(0), k.operand_type(0).rank - (ta ? 2 : 1));
          // A matrix that the other operand's stack repeats stays at index 0.
          const auto element = [&](int operand, kernel::Expr row, kernel::Expr column) {
            const Type& type = k.operand_type(operand);
            std::vector<kernel::Expr> index = {row, column};
            for (int axis = type.rank - 2; axis-- > 0;) {
              const int of_result = axis + y.rank - type.rank;
              const bool repeated = type.extents[axis] == 1 && y.extents[of_result] != 1;
              index.insert(index.begin(),
                           repeated ? kernel::constant_expr(0, DType::i32) : at[static_cast<std::size_t>(of_result)]);
            }
            return k.operand(operand, index);
          };
          const auto a = ta ? element(0, n, i) : element(0, i, n), b = tb ? element(1, j, n) : element(1, n, j);
          at.insert(at.end(), {i, j});
          k.store(0, at, k.sum("sum", {n}, a * b));
        },
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({4, 5})}},
                {.operands = {sample_type({3, 4}, true), sample_type({3, 5}, true)},
                 .attributes = Attributes{}.set("transpose_a", 1)},
                {.operands = {sample_type({3, 4}, true), sample_type({5, 4})},
                 .attributes = Attributes{}.set("transpose_b", 1)},
                {.operands = {sample_type({4, 3}), sample_type({5, 4})},
                 .attributes = Attributes{}.set("transpose_a", 1).set("transpose_b", 1)},
                {.operands = {sample_type({3, 2, 4}, true), sample_type({3, 4, 2}, true)}},
                {.operands = {sample_type({3, 1, 2, 4}, true), sample_type({2, 5, 4})},
                 .attributes = Attributes{}.set("transpose_b", 1)}},
});
}  // namespace lathe::ops
#endif
