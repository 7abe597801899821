// softmax: y[c] = exp(x[c]) / sum of exp(x), over one axis
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Softmax {
  static constexpr const char* name = "softmax";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (in[0].rank == 0) return Message("softmax: takes at least one axis, not a scalar");
    if (Message m = not_along(name, in[0], axis_of(attributes, in[0])); !m.empty()) return m;
    return same_as_operand(name, in);
  }
  static constexpr Attributes along(int axis, int rank) { return axis_attribute(axis, rank); }
};
}  // namespace ops

/// softmax(x): exp(x) divided by its sum over the last axis, or another: softmax(x, axis<1>); safe for large x.
/// Not along the batch.
inline constexpr AlongAxis<ops::Softmax> softmax;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_softmax({
    .name = Softmax::name,
    .formula = "y[c] = exp(x[c]) / sum of exp(x)",
    .source = "Bridle 1990",
    .infer = Softmax::infer,
    .attributes = {{"axis", "along which; the last where there is none"}},
    .gradient =
        [](const GradientRule& g) {
          const Type& type = g.operand(0).type();
          const int axis = axis_of(g.attributes(), type);
          const auto row_sum = [&](Term x) {
            return reshape_to(apply("sum", {x}, Attributes{}.set("axes", axis)), without_axis(type, axis, true));
          };
          return std::vector{(g.d() - row_sum(g.d() * g.result())) * g.result()};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& type = k.result_type();
          const int axis = axis_of(k.attributes(), type);
          auto index = k.outer_all(type, axis);
          const auto c = index[static_cast<std::size_t>(axis)] = k.loop("c", type, axis);
          const auto x = k.operand(0, index);
          const auto largest = k.maximum("largest", {c}, x);  // subtracted so that exp cannot overflow
          const auto total = k.sum("total", {c}, kernel::exp(x - largest));
          k.store(0, index, kernel::exp(x - largest) / total);
        },
    .samples = {{.operands = {sample_type({3, 5}, true)}},
                {.operands = {sample_type({2, 2, 3}, true)}},
                {.operands = {sample_type({2, 3, 2}, true)}, .attributes = Attributes{}.set("axis", 1)},
                {.operands = {sample_type({4})}}},
});
}  // namespace lathe::ops
#endif
