// pow: y = a to the power b
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Pow {
  static constexpr const char* name = "pow";
  static constexpr Inferred infer(Operands in, const Attributes&) { return broadcast(name, in[0], in[1]); }
};
}  // namespace ops

/// pow(a, b): a to the power b, elementwise with broadcasting; pow(x, 2) is x * x. Of int, too. The gradient of a is 0
/// where b is 0, that of b where a is 0 and b is not negative.
inline constexpr Binary<ops::Pow> pow;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_pow({
    .name = Pow::name,
    .formula = "y = a^b",
    .source = "as in C; gradients at 0 as in PyTorch",
    .operands = 2,
    .infer = Pow::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term a = g.operand(0), b = g.operand(1), none = constant(0, g.d());
          const Term d_a = g.d() * b * apply("pow", {a, b - constant(1, g.d())}),
                     d_b = g.d() * g.result() * apply("log", {a});
          const Term flat = apply("logical_and", {apply("equal", {a, none}), apply("less_equal", {none, b})});
          return std::vector{sum_to(apply("where", {apply("equal", {b, none}), none, d_a}), a.type()),
                             sum_to(apply("where", {flat, none, d_b}), b.type())};
        },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) { return kernel::pow(a, b); }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}, .low = 0.3},
                {.operands = {sample_type({3, 4}, true), sample_type({4})}, .low = 0.3},
                {.operands = {sample_type({}), sample_type({3, 1}, true)}, .low = 0.3}},
});
}  // namespace lathe::ops
#endif
