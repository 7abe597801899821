// sigmoid: y = 1 / (1 + exp(-x))
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Sigmoid {
  static constexpr const char* name = "sigmoid";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// sigmoid(x) = 1 / (1 + exp(-x)), elementwise.
inline constexpr Unary<ops::Sigmoid> sigmoid;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_sigmoid({
    .name = Sigmoid::name,
    .formula = "y = 1 / (1 + exp(-x))",
    .source = "the logistic function",
    .infer = Sigmoid::infer,
    .gradient =
        [](const GradientRule& g) { return std::vector{g.d() * g.result() * (constant(1, g.result()) - g.result())}; },
    .pointwise = elementwise([](kernel::Expr x) { return 1 / (1 + kernel::exp(-x)); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
