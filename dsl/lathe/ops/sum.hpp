// sum: over any axes.
#pragma once

#include "lathe/ops/reduction.hpp"

namespace lathe {
namespace ops {
struct Sum {
  static constexpr const char* name = "sum";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    return reduced(name, in[0], attributes);
  }
};
}  // namespace ops

/// sum(x): the sum of all elements, a scalar; sum<0>(x), sum<0, 2>(x): over the axes named, which disappear, or with
/// sum<0>(x, keepdim) stay with extent 1. A negative axis counts from the end.
template <int... axes, class X>
constexpr auto sum(Tensor<X> x, std::source_location at = std::source_location::current()) {
  return detail::reduce<ops::Sum, axes...>(x, at);
}
template <int... axes, class X>
constexpr auto sum(Tensor<X> x, Keepdim, std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "sum");
  return detail::keep_axes<axes...>(x, sum<axes...>(x, at), at);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_sum({
    .name = Sum::name,
    .formula = "y[j] = sum over i of x[i, j]",
    .source = "summation, in index order",
    .infer = Sum::infer,
    .attributes = {{"axes", "which are reduced"}},
    .gradient =
        [](const GradientRule& g) {
          return std::vector{broadcast_to(with_reduced_axes(g, g.d()), g.operand(0).type())};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          define_reduction(k, [&](const auto& loops, kernel::Expr x) { return k.sum("sum", loops, x); });
        },
    .samples = {{.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("axes", {0, 1})},
                {.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("axes", 0)},
                {.operands = {sample_type({3, 4, 2}, true)}, .attributes = Attributes{}.set("axes", {1, 2})}},
});
}  // namespace lathe::ops
#endif
