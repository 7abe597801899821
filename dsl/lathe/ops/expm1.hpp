// expm1: y = exp(x) - 1
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Expm1 {
  static constexpr const char* name = "expm1";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// expm1(x) = exp(x) - 1, elementwise, without the loss of digits near 0.
inline constexpr Unary<ops::Expm1> expm1;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_expm1({
    .name = Expm1::name,
    .formula = "y = exp(x) - 1",
    .source = "natural exponential less 1",
    .infer = Expm1::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() * (g.result() + constant(1, g.d()))}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::expm1(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
