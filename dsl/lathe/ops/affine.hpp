// affine: y = x w + b, the fully connected layer.
#pragma once

#include "lathe/ops/reshape.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Affine {
  static constexpr const char* name = "affine";
  /// What is wrong with an input of two axes or more, or nothing.
  static constexpr Message mistake(const Type& x, const Type& w, const Type& b) {
    if (Message m = not_real(name, x); !m.empty()) return m;
    if (x.rank < 2)
      return Message("affine: input ") << x << " has " << axes_of(x).view()
                                       << ", takes at least 2: float[batch][features]";
    if (w.rank != 2)
      return Message("affine: weight ") << w << " has " << axes_of(w).view() << ", takes 2: float[inputs][outputs]";
    if (const int features = x.extents[x.rank - 1]; features != w.extents[0])
      return Message("affine: input ") << x << " has " << features << " features but weight " << w << " takes "
                                       << w.extents[0];
    if (b.rank != 1 || b.extents[0] != w.extents[1])
      return Message("affine: bias ") << b << " does not fit weight " << w << ", which has " << w.extents[1]
                                      << " outputs";
    if (w.dtype != x.dtype || b.dtype != x.dtype)
      return Message("affine: input ") << x << ", weight " << w << " and bias " << b << " must have one element type";
    return {};
  }
  static constexpr Inferred infer(Operands in, const Attributes&) {
    const Type &x = in[0], &w = in[1], &b = in[2];
    if (Message m = mistake(x, w, b); !m.empty()) return m;
    if (x.rank > 2)
      return Message("affine: input ") << x << " has " << axes_of(x).view() << ", takes 2: float[batch][features]";
    if (x.batch_axis == 1 || w.batched() || b.batched())
      return Message("affine: only the first axis of the input may be the batch");
    Type y = x;
    y.extents[1] = w.extents[1];
    return y;
  }
};
}  // namespace ops

namespace detail {
/// float[n][t][features] as float[n t][features].
constexpr Type rows_of(const Type& t) {
  Type rows = t;
  rows.rank = 2;
  rows.extents[1] = t.extents[t.rank - 1];
  rows.extents[0] = static_cast<int>(t.elements() / rows.extents[1]);
  for (int i = 2; i < max_rank; ++i) rows.extents[i] = 0;
  return rows;
}
constexpr Type with_last_extent(Type t, int extent) {
  t.extents[t.rank - 1] = extent;
  return t;
}
}  // namespace detail

/// affine(x, w, b): x w + b for x float[n][in], w float[in][out], b float[out]; the result is float[n][out]. Axes
/// between the first and the last stay: float[n][t][in] gives float[n][t][out].
template <class X, class W, class B>
constexpr auto affine(Tensor<X> x, Tensor<W> w, Tensor<B> b,
                      std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  if constexpr (type.rank > 2) {
    constexpr Message mistake = ops::Affine::mistake(type, type_of<W>(), type_of<B>());
    detail::check<mistake.empty(), mistake>();
    const Scope scope(x.builder, at, "affine");
    constexpr Type rows = detail::rows_of(type);
    constexpr Type result = detail::with_last_extent(type, type_of<W>().rank == 2 ? type_of<W>().extents[1] : 1);
    return reshape<array_of<result>>(apply<ops::Affine>(at, reshape<array_of<rows>>(x, at), w, b), at);
  } else {
    return apply<ops::Affine>(at, x, w, b);
  }
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
    .names = "x, w, b -> y",
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
