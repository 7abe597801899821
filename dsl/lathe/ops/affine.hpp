// affine: y = x w + b, the fully connected layer.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Affine {
  static constexpr const char* name = "affine";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    const Type &x = in[0], &w = in[1], &b = in[2];
    if (Message m = not_real(name, x); !m.empty()) return m;
    if (x.rank != 2)
      return Message("affine: input ") << x << " has " << x.rank << " axes, takes 2: float[batch][features]";
    if (w.rank != 2)
      return Message("affine: weight ") << w << " has " << w.rank << " axes, takes 2: float[inputs][outputs]";
    if (x.extents[1] != w.extents[0])
      return Message("affine: input ") << x << " has " << x.extents[1] << " features but weight " << w << " takes "
                                       << w.extents[0];
    if (b.rank != 1 || b.extents[0] != w.extents[1])
      return Message("affine: bias ") << b << " does not fit weight " << w << ", which has " << w.extents[1]
                                      << " outputs";
    if (w.dtype != x.dtype || b.dtype != x.dtype)
      return Message("affine: input ") << x << ", weight " << w << " and bias " << b << " must have one element type";
    if (x.batch_axis == 1 || w.batched() || b.batched())
      return Message("affine: only the first axis of the input may be the batch");
    Type y = x;
    y.extents[1] = w.extents[1];
    return y;
  }
};
}  // namespace ops

/// affine(x, w, b): x w + b for x float[n][in], w float[in][out], b float[out]; the result is float[n][out].
template <class X, class W, class B>
constexpr auto affine(Tensor<X> x, Tensor<W> w, Tensor<B> b,
                      std::source_location at = std::source_location::current()) {
  return apply<ops::Affine>(at, x, w, b);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_affine({
    .name = Affine::name,
    .formula = "y[n, j] = sum over k of x[n, k] w[k, j], + b[j]",
    .source = "fully connected layer",
    .operands = 3,
    .infer = Affine::infer,
    .gradient =
        [](const GradientRule& g) {
          const Attributes transpose_a = Attributes{}.set("transpose_a", 1),
                           transpose_b = Attributes{}.set("transpose_b", 1);
          return std::vector{apply("matmul", {g.d(), g.operand(1)}, transpose_b),
                             apply("matmul", {g.operand(0), g.d()}, transpose_a),
                             apply("sum", {g.d()}, Attributes{}.set("axes", 0))};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const auto n = k.outer("n", k.result_type(), 0), j = k.outer("j", k.result_type(), 1);
          const auto i = k.loop("k", k.operand_type(0), 1);
          const auto sum = k.sum("sum", {i}, k.operand(0, {n, i}) * k.operand(1, {i, j}));
          k.store(0, {n, j}, sum + k.operand(2, {j}));
        },
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({4, 5}), sample_type({5})}},
                {.operands = {sample_type({1, 1}, true), sample_type({1, 1}), sample_type({1})}}},
});
}  // namespace lathe::ops
#endif
