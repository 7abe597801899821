// ceil: y = the smallest whole number that is at least x
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Ceil {
  static constexpr const char* name = "ceil";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// ceil(x): the smallest whole number that is at least x, elementwise; its gradient is 0 everywhere.
inline constexpr Unary<ops::Ceil> ceil;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_ceil({
    .name = Ceil::name,
    .formula = "y = ceil(x)",
    .source = "rounding up",
    .infer = Ceil::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::ceil(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
