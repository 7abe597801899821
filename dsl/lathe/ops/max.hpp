// max: the largest element along any axes.
#pragma once

#include "lathe/ops/reduction.hpp"

namespace lathe {
namespace ops {
struct Max {
  static constexpr const char* name = "max";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    return reduced(name, in[0], attributes);
  }
};
}  // namespace ops

/// max(x): the largest element, a scalar; max<1>(x), max<0, 2>(x): over the axes named, which disappear, or with
/// max<1>(x, keepdim) stay with extent 1. A negative axis counts from the end. The gradient is divided evenly among
/// equals, as that of PyTorch's amax.
template <int... axes, class X>
constexpr auto max(Tensor<X> x, std::source_location at = std::source_location::current()) {
  return detail::reduce<ops::Max, axes...>(x, at);
}
template <int... axes, class X>
constexpr auto max(Tensor<X> x, Keepdim, std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "max");
  return detail::keep_axes<axes...>(x, max<axes...>(x, at), at);
}
/// Internal: says what is wrong.
template <class X, Operand Other>
constexpr Tensor<X> max(Tensor<X> x, const Other&) {
  detail::check<std::is_void_v<X>, Message("max: takes one tensor; the larger of two is maximum(x, y)")>();
  return x;
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_max({
    .name = Max::name,
    .formula = "y[j] = max over i of x[i, j]",
    .source = "amax of PyTorch",
    .infer = Max::infer,
    .attributes = {{"axes", "which are reduced"}},
    .gradient = extreme_gradient,
    .define =
        [](kernel::KernelBuilder& k) {
          define_reduction(k, [&](const auto& loops, kernel::Expr x) { return k.maximum("largest", loops, x); });
        },
    .samples = {{.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("axes", {0, 1})},
                {.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("axes", 0)},
                {.operands = {sample_type({3, 4, 2}, true)}, .attributes = Attributes{}.set("axes", {1, 2})}},
});
}  // namespace lathe::ops
#endif
