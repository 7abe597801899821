// exp: y = exp(x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Exp {
  static constexpr const char* name = "exp";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// exp(x), elementwise.
inline constexpr Unary<ops::Exp> exp;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_exp({
    .name = Exp::name,
    .formula = "y = exp(x)",
    .source = "natural exponential",
    .infer = Exp::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() * g.result()}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::exp(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
