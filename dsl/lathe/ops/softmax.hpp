// softmax: y[c] = exp(x[c]) / sum of exp(x), over the last axis
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Softmax {
  static constexpr const char* name = "softmax";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (in[0].rank == 0) return Message("softmax: takes at least one axis, not a scalar");
    if (in[0].batch_axis == in[0].rank - 1) return Message("softmax: the last axis of ") << in[0] << " is the batch";
    return same_as_operand(name, in);
  }
};
}  // namespace ops

/// softmax(x): exp(x) divided by its sum over the last axis; safe for large x.
inline constexpr Unary<ops::Softmax> softmax;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_softmax({
    .name = Softmax::name,
    .formula = "y[c] = exp(x[c]) / sum of exp(x)",
    .source = "Bridle 1990",
    .infer = Softmax::infer,
    .gradient =
        [](const GradientRule& g) {
          const Type& type = g.operand(0).type();
          const int last = type.rank - 1;
          const auto row_sum = [&](Term x) {
            return reshape_to(apply("sum", {x}, Attributes{}.set("axes", last)), without_axis(type, last, true));
          };
          return std::vector{(g.d() - row_sum(g.d() * g.result())) * g.result()};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& type = k.result_type();
          auto row = k.outer_all(type, 1);
          const auto c = k.loop("c", type, type.rank - 1);
          row.push_back(c);
          const auto x = k.operand(0, row);
          const auto largest = k.maximum("largest", {c}, x);  // subtracted so that exp cannot overflow
          const auto total = k.sum("total", {c}, kernel::exp(x - largest));
          k.store(0, row, kernel::exp(x - largest) / total);
        },
    .samples = {{.operands = {sample_type({3, 5}, true)}},
                {.operands = {sample_type({2, 2, 3}, true)}},
                {.operands = {sample_type({4})}}},
});
}  // namespace lathe::ops
#endif
