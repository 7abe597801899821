// sin: y = sin(x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Sin {
  static constexpr const char* name = "sin";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// sin(x) of radians, elementwise.
inline constexpr Unary<ops::Sin> sin;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_sin({
    .name = Sin::name,
    .formula = "y = sin(x)",
    .source = "sine",
    .infer = Sin::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() * apply("cos", {g.operand(0)})}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::sin(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
