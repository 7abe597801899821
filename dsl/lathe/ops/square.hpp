// square: y = x * x
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Square {
  static constexpr const char* name = "square";
  static constexpr Inferred infer(Operands in, const Attributes&) { return in[0]; }
};
}  // namespace ops

/// square(x) = x * x, elementwise.
inline constexpr Unary<ops::Square> square;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_square({
    .name = Square::name,
    .formula = "y = x * x",
    .source = "square",
    .infer = Square::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d() * constant(2, g.d()) * g.operand(0)}; },
    .pointwise = elementwise([](kernel::Expr x) { return x * x; }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
