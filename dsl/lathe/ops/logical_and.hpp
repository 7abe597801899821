// logical_and: y = 1 if a and b else 0
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct LogicalAnd {
  static constexpr const char* name = "logical_and";
  static constexpr Inferred infer(Operands in, const Attributes&) { return logical(name, in[0], in[1]); }
};
}  // namespace ops

/// logical_and(a, b): 1 where neither of the ints a and b is 0, else 0; with broadcasting. No gradient.
inline constexpr Binary<ops::LogicalAnd> logical_and;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_logical_and({
    .name = LogicalAnd::name,
    .formula = "y = 1 if a and b else 0",
    .source = "as in NumPy",
    .operands = 2,
    .infer = LogicalAnd::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}, Term{}}; },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) {
      return from_condition(to_condition(a) && to_condition(b));
    }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true, DType::i32), sample_type({4}, false, DType::i32)}, .high = 1}},
});
}  // namespace lathe::ops
#endif
