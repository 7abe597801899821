// cumsum: the sum of the elements up to each, along one axis.
#pragma once

#include "lathe/ops/slice.hpp"

namespace lathe {
namespace ops {
struct Cumsum {
  static constexpr const char* name = "cumsum";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (Message m = not_along(name, in[0], axis_of(attributes, in[0])); !m.empty()) return m;
    return in[0];
  }
};
}  // namespace ops

/// cumsum<1>(x): y[n][c] = x[n][0] + … + x[n][c]; along the last axis unless another is named. Every element is summed
/// by itself: meant for axes of at most a few hundred. Not along the batch.
template <int axis = -1, class X>
constexpr auto cumsum(Tensor<X> x, std::source_location at = std::source_location::current()) {
  return apply<ops::Cumsum, ops::axis_attribute(axis, type_of<X>().rank)>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_cumsum({
    .name = Cumsum::name,
    .formula = "y[c] = sum of x[i], i <= c",
    .source = "as in NumPy",
    .infer = Cumsum::infer,
    .attributes = {{"axis", "along which; the last where there is none"}},
    .gradient =
        [](const GradientRule& g) {
          const Type type = g.operand(0).type();
          const Attributes reversed = Slice::reversed(type, axis_of(g.attributes(), type));
          return std::vector{
              apply("slice", {apply("cumsum", {apply("slice", {g.d()}, reversed)}, g.attributes())}, reversed)};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& type = k.result_type();
          const int axis = axis_of(k.attributes(), type);
          const auto index = k.outer_all(type);
          auto source = index;
          const auto i = source[static_cast<std::size_t>(axis)] = k.loop("c", type, axis);
          const auto term = select(i <= index[static_cast<std::size_t>(axis)], k.operand(0, source),
                                   kernel::constant_expr(0, type.dtype));
          k.store(0, index, k.sum("sum", {i}, term));
        },
    .samples = {{.operands = {sample_type({3, 5}, true)}},
                {.operands = {sample_type({2, 4, 2}, true)}, .attributes = Attributes{}.set("axis", 1)}},
});
}  // namespace lathe::ops
#endif
