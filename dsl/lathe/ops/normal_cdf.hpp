// normal_cdf: y = the integral of the standard normal density up to x
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct NormalCdf {
  static constexpr const char* name = "normal_cdf";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// normal_cdf(x) = (1 + erf(x / sqrt(2))) / 2, the distribution function of the standard normal distribution,
/// elementwise; with all digits where it is near 0, too.
inline constexpr Unary<ops::NormalCdf> normal_cdf;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include <numbers>

#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_normal_cdf({
    .name = NormalCdf::name,
    .formula = "y = (1 + erf(x / sqrt(2))) / 2",
    .source = "distribution function of N(0, 1)",
    .infer = NormalCdf::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term x = g.operand(0), density = apply("exp", {constant(-0.5, x) * x * x});
          return std::vector{g.d() * (density * constant(std::numbers::inv_sqrtpi / std::numbers::sqrt2, x))};
        },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::normal_cdf(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
