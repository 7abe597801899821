// log_softmax: y[c] = x[c] - log(sum of exp(x)), over the last axis
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct LogSoftmax {
  static constexpr const char* name = "log_softmax";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (in[0].rank == 0) return Message("log_softmax: takes at least one axis, not a scalar");
    if (in[0].batch_axis == in[0].rank - 1)
      return Message("log_softmax: the last axis of ") << in[0] << " is the batch";
    return same_as_operand(name, in);
  }
};
}  // namespace ops

/// log_softmax(x): log(softmax(x)) over the last axis, without the loss of digits of computing it that way.
inline constexpr Unary<ops::LogSoftmax> log_softmax;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_log_softmax({
    .name = LogSoftmax::name,
    .formula = "y[c] = x[c] - log(sum of exp(x))",
    .source = "logarithm of softmax",
    .infer = LogSoftmax::infer,
    .gradient =
        [](const GradientRule& g) {
          const Type& type = g.operand(0).type();
          const int last = type.rank - 1;
          const auto row_sum = [&](Term x) {
            return reshape_to(apply("sum", {x}, Attributes{}.set("axes", last)), without_axis(type, last, true));
          };
          return std::vector{g.d() - row_sum(g.d()) * apply("exp", {g.result()})};
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
          k.store(0, row, x - largest - kernel::log(total));
        },
    .samples = {{.operands = {sample_type({3, 5}, true)}},
                {.operands = {sample_type({2, 2, 3}, true)}},
                {.operands = {sample_type({4})}}},
});
}  // namespace lathe::ops
#endif
