// tanh: y = tanh(x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Tanh {
  static constexpr const char* name = "tanh";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// tanh(x), elementwise.
inline constexpr Unary<ops::Tanh> tanh;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_tanh({
    .name = Tanh::name,
    .formula = "y = tanh(x)",
    .source = "hyperbolic tangent",
    .infer = Tanh::infer,
    .gradient =
        [](const GradientRule& g) { return std::vector{g.d() * (constant(1, g.d()) - g.result() * g.result())}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::tanh(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
