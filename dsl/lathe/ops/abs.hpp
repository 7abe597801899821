// abs: y = |x|
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Abs {
  static constexpr const char* name = "abs";
  static constexpr Inferred infer(Operands in, const Attributes&) { return in[0]; }
};
}  // namespace ops

/// abs(x) = |x|, elementwise; its gradient at 0 is 0.
inline constexpr Unary<ops::Abs> abs;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_abs({
    .name = Abs::name,
    .formula = "y = |x|",
    .source = "absolute value; the derivative at 0 is 0",
    .infer = Abs::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() * apply("sign", {g.operand(0)})}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::abs(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
