// round: y = the whole number nearest to x, of two the even one
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Round {
  static constexpr const char* name = "round";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// round(x): the nearest whole number, halves to the even one, elementwise; its gradient is 0 everywhere.
inline constexpr Unary<ops::Round> round;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_round({
    .name = Round::name,
    .formula = "y = round(x)",
    .source = "rounding to nearest, ties to even, as in IEEE 754",
    .infer = Round::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::round(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
