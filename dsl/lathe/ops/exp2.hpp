// exp2: y = 2^x
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Exp2 {
  static constexpr const char* name = "exp2";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// exp2(x): 2 to the power x, elementwise.
inline constexpr Unary<ops::Exp2> exp2;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include <numbers>

#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_exp2({
    .name = Exp2::name,
    .formula = "y = 2^x",
    .source = "exponential to the base 2",
    .infer = Exp2::infer,
    .gradient =
        [](const GradientRule& g) {
          return std::vector{g.d() * (g.result() * constant(std::numbers::ln2, g.result()))};
        },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::exp2(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
