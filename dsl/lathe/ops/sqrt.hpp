// sqrt: y = sqrt(x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Sqrt {
  static constexpr const char* name = "sqrt";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// sqrt(x), elementwise; not a number below 0.
inline constexpr Unary<ops::Sqrt> sqrt;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_sqrt({
    .name = Sqrt::name,
    .formula = "y = sqrt(x)",
    .source = "square root",
    .infer = Sqrt::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() / (constant(2, g.d()) * g.result())}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::sqrt(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}, .low = 0.1, .high = 3}},
});
}  // namespace lathe::ops
#endif
