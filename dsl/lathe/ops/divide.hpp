// divide: y = a / b
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Divide {
  static constexpr const char* name = "divide";
  static constexpr Inferred infer(Operands in, const Attributes&) { return broadcast(name, in[0], in[1]); }
};
}  // namespace ops

/// divide(a, b) = a / b, elementwise with broadcasting; also written a / b. Of int without the fraction, and 0 where b
/// is 0.
inline constexpr Binary<ops::Divide> divide;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_divide({
    .name = Divide::name,
    .formula = "y = a / b; of whole numbers without the fraction, and 0 where b is 0",
    .source = "arithmetic, broadcast as in NumPy",
    .operands = 2,
    .infer = Divide::infer,
    .gradient =
        [](const GradientRule& g) {
          return std::vector{sum_to(g.d() / g.operand(1), g.operand(0).type()),
                             sum_to(-(g.d() * g.result()) / g.operand(1), g.operand(1).type())};
        },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) {
      if (b->dtype != DType::i32) return a / b;
      return select(b == 0, 0, a / select(b == 0, 1, b));  // a processor stops at a whole number divided by 0
    }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}, .low = 0.5},
                {.operands = {sample_type({3, 4}, true), sample_type({4})}, .low = 0.5},
                {.operands = {sample_type({}), sample_type({3, 1}, true)}, .low = 0.5}},
});
}  // namespace lathe::ops
#endif
