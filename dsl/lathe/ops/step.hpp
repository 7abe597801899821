// step: y = 1 if x > 0 else 0
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Step {
  static constexpr const char* name = "step";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// step(x) = 1 where x > 0, else 0, elementwise; not a number stays that. Its gradient is 0 everywhere.
inline constexpr Unary<ops::Step> step;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_step({
    .name = Step::name,
    .formula = "y = 1 if x > 0 else 0; not a number stays that",
    .source = "Heaviside; 0 at x = 0",
    .infer = Step::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise = elementwise([](kernel::Expr x) {
      return select(x > 0, kernel::constant_expr(1, x->dtype), select(x <= 0, kernel::constant_expr(0, x->dtype), x));
    }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
