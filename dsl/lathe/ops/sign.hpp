// sign: y = 1, 0 or -1 as x is more than, equal to or less than 0
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Sign {
  static constexpr const char* name = "sign";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// sign(x): 1 where x > 0, -1 where x < 0, else 0, elementwise; 0 for not a number, too. Its gradient is 0 everywhere.
inline constexpr Unary<ops::Sign> sign;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_sign({
    .name = Sign::name,
    .formula = "y = (x > 0) - (x < 0)",
    .source = "sign function",
    .infer = Sign::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise = elementwise([](kernel::Expr x) {
      return select(x > 0, 1, select(x < 0, kernel::constant_expr(-1, x->dtype), kernel::constant_expr(0, x->dtype)));
    }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
