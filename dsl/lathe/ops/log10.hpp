// log10: y = logarithm of x to the base 10
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Log10 {
  static constexpr const char* name = "log10";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// log10(x): the logarithm to the base 10, elementwise; exact for powers of 10.
inline constexpr Unary<ops::Log10> log10;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include <numbers>

#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_log10({
    .name = Log10::name,
    .formula = "y = log(x) / log(10)",
    .source = "logarithm to the base 10",
    .infer = Log10::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term x = g.operand(0);
          return std::vector{g.d() * constant(std::numbers::log10e, x) / x};
        },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::log10(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}, .low = 0.2}, {.operands = {sample_type({5})}, .low = 0.2}},
});
}  // namespace lathe::ops
#endif
