// matmul: the matrix product, either operand transposed.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Matmul {
  static constexpr const char* name = "matmul";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &a = in[0], &b = in[1];
    if (Message m = not_real(name, a); !m.empty()) return m;
    if (a.rank != 2 || b.rank != 2) return Message("matmul: takes two matrices, not ") << a << " and " << b;
    if (a.dtype != b.dtype)
      return Message("matmul: ") << a << " and " << b << " have different element types; cast one of them";
    const int ta = attributes.integer("transpose_a") ? 1 : 0, tb = attributes.integer("transpose_b") ? 1 : 0;
    const int row = ta, inner_a = 1 - ta, inner_b = tb, column = 1 - tb;
    if (a.extents[inner_a] != b.extents[inner_b])
      return Message("matmul: inner extents differ: ")
             << a << " has " << a.extents[inner_a] << ", " << b << " has " << b.extents[inner_b];
    if ((a.batch_axis == inner_a) != (b.batch_axis == inner_b))
      return Message("matmul: the batch axis of ")
             << (a.batch_axis == inner_a ? a : b) << " meets an axis that is not the batch";
    if (a.batch_axis == row && b.batch_axis == column)
      return Message("matmul: the batch would be both axes of the result");
    Type y;
    y.dtype = a.dtype;
    y.rank = 2;
    y.extents[0] = a.extents[row];
    y.extents[1] = b.extents[column];
    if (a.batch_axis == row) y.batch_axis = 0, y.batch_multiple = a.batch_multiple;
    if (b.batch_axis == column) y.batch_axis = 1, y.batch_multiple = b.batch_multiple;
    return y;
  }
};
}  // namespace ops

/// matmul(a, b): the product of a float[m][k] and b float[k][n]; the result is float[m][n].
template <class A, class B>
constexpr auto matmul(Tensor<A> a, Tensor<B> b, std::source_location at = std::source_location::current()) {
  return apply<ops::Matmul>(at, a, b);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_matmul({
    .name = Matmul::name,
    .formula = "y[i, j] = sum over k of a[i, k] b[k, j]",
    .source = "matrix product; transpose_a and transpose_b read an operand transposed",
    .operands = 2,
    .infer = Matmul::infer,
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
          return std::vector{ta ? product(b, tb, g.d(), true) : product(g.d(), false, b, !tb),
                             tb ? product(g.d(), true, a, ta) : product(a, !ta, g.d(), false)};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const bool ta = k.attributes().integer("transpose_a") != 0, tb = k.attributes().integer("transpose_b") != 0;
          const auto i = k.outer("i", k.result_type(), 0), j = k.outer("j", k.result_type(), 1);
          const auto n = k.loop("k", k.operand_type(0), ta ? 0 : 1);
          const auto a = ta ? k.operand(0, {n, i}) : k.operand(0, {i, n});
          const auto b = tb ? k.operand(1, {j, n}) : k.operand(1, {n, j});
          k.store(0, {i, j}, k.sum("sum", {n}, a * b));
        },
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({4, 5})}},
                {.operands = {sample_type({3, 4}, true), sample_type({3, 5}, true)},
                 .attributes = Attributes{}.set("transpose_a", 1)},
                {.operands = {sample_type({3, 4}, true), sample_type({5, 4})},
                 .attributes = Attributes{}.set("transpose_b", 1)},
                {.operands = {sample_type({4, 3}), sample_type({5, 4})},
                 .attributes = Attributes{}.set("transpose_a", 1).set("transpose_b", 1)}},
});
}  // namespace lathe::ops
#endif
