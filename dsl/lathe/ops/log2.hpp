// log2: y = logarithm of x to the base 2
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Log2 {
  static constexpr const char* name = "log2";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// log2(x): the logarithm to the base 2, elementwise; exact for powers of 2.
inline constexpr Unary<ops::Log2> log2;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include <numbers>

#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_log2({
    .name = Log2::name,
    .formula = "y = log(x) / log(2)",
    .source = "logarithm to the base 2",
    .infer = Log2::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term x = g.operand(0);
          return std::vector{g.d() * constant(std::numbers::log2e, x) / x};
        },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::log2(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}, .low = 0.2}, {.operands = {sample_type({5})}, .low = 0.2}},
});
}  // namespace lathe::ops
#endif
