// log1p: y = log(1 + x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Log1p {
  static constexpr const char* name = "log1p";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// log1p(x) = log(1 + x), elementwise, without the loss of digits near 0; not a number below -1.
inline constexpr Unary<ops::Log1p> log1p;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_log1p({
    .name = Log1p::name,
    .formula = "y = log(1 + x)",
    .source = "natural logarithm of 1 + x",
    .infer = Log1p::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() / (constant(1, g.d()) + g.operand(0))}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::log1p(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}, .low = -0.8, .high = 3}},
});
}  // namespace lathe::ops
#endif
