// relu: y = max(0, x)
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Relu {
  static constexpr const char* name = "relu";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// relu(x) = max(0, x), elementwise; not a number stays not a number.
inline constexpr Unary<ops::Relu> relu;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_relu({
    .name = Relu::name,
    .formula = "y = max(0, x)",
    .source = "Nair and Hinton 2010; the derivative at 0 is 0",
    .infer = Relu::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term none = constant(0, g.d());
          return std::vector{apply("where", {apply("less_equal", {g.result(), none}), none, g.d()})};
        },
    .pointwise = elementwise([](kernel::Expr x) { return select(x <= 0, 0, x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
