// cos: y = cos(x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Cos {
  static constexpr const char* name = "cos";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// cos(x) of radians, elementwise.
inline constexpr Unary<ops::Cos> cos;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_cos({
    .name = Cos::name,
    .formula = "y = cos(x)",
    .source = "cosine",
    .infer = Cos::infer,
    .gradient = [](const GradientRule& g) { return std::vector{-(g.d() * apply("sin", {g.operand(0)}))}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::cos(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
