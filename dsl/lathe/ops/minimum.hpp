// minimum: y = the smaller of a and b
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Minimum {
  static constexpr const char* name = "minimum";
  static constexpr Inferred infer(Operands in, const Attributes&) { return broadcast(name, in[0], in[1]); }
};
}  // namespace ops

/// minimum(a, b): the smaller of the two, elementwise with broadcasting; not a number where either is. Where they are
/// equal, each gets half of the gradient.
inline constexpr Binary<ops::Minimum> minimum;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_minimum({
    .name = Minimum::name,
    .formula = "y = min(a, b)",
    .source = "as in NumPy; ties share the gradient",
    .operands = 2,
    .infer = Minimum::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term a = g.operand(0), b = g.operand(1), none = constant(0, g.d());
          // Halves where the two are equal.
          const Term shared = apply("where", {apply("equal", {a, b}), g.d() / constant(2, g.d()), g.d()});
          const auto unless_less = [&](Term x, Term y) {
            return apply("where", {apply("less", {x, y}), none, shared});
          };
          return std::vector{sum_to(unless_less(b, a), a.type()), sum_to(unless_less(a, b), b.type())};
        },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) { return min(a, b); }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}},
                {.operands = {sample_type({3, 4}, true), sample_type({4})}},
                {.operands = {sample_type({}), sample_type({3, 4}, true)}}},
});
}  // namespace lathe::ops
#endif
