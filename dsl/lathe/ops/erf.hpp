// erf: y = 2 / sqrt(pi) * the integral of exp(-t^2) from 0 to x
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Erf {
  static constexpr const char* name = "erf";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// erf(x): the error function, elementwise.
inline constexpr Unary<ops::Erf> erf;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include <numbers>

#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_erf({
    .name = Erf::name,
    .formula = "y = 2 / sqrt(pi) * integral of exp(-t^2) from 0 to x",
    .source = "Gauss error function",
    .infer = Erf::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term x = g.operand(0);
          return std::vector{g.d() * constant(2 * std::numbers::inv_sqrtpi, x) * apply("exp", {-(x * x)})};
        },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::erf(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
