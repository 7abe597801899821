// log: y = log(x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Log {
  static constexpr const char* name = "log";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// log(x), the natural logarithm, elementwise; -inf at 0, not a number below.
inline constexpr Unary<ops::Log> log;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_log({
    .name = Log::name,
    .formula = "y = log(x)",
    .source = "natural logarithm",
    .infer = Log::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() / g.operand(0)}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::log(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}, .low = 0.1, .high = 3}},
});
}  // namespace lathe::ops
#endif
