// softplus: y = log(1 + exp(x))
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Softplus {
  static constexpr const char* name = "softplus";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// softplus(x) = log(1 + exp(x)), elementwise; safe for large x. Where PyTorch returns x above 20, this has all digits.
inline constexpr Unary<ops::Softplus> softplus;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_softplus({
    .name = Softplus::name,
    .formula = "y = log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|))",
    .source = "Dugas et al. 2001",
    .infer = Softplus::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() * apply("sigmoid", {g.operand(0)})}; },
    .pointwise = elementwise([](kernel::Expr x) { return max(x, 0) + kernel::log1p(kernel::exp(-kernel::abs(x))); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
