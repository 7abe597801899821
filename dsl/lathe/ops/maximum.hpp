// maximum: y = the larger of a and b
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Maximum {
  static constexpr const char* name = "maximum";
  static constexpr Inferred infer(Operands in, const Attributes&) { return broadcast(name, in[0], in[1]); }
};
}  // namespace ops

/// maximum(a, b): the larger of the two, elementwise with broadcasting; not a number where either is. Where they are
/// equal, each gets half of the gradient.
inline constexpr Binary<ops::Maximum> maximum;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_maximum({
    .name = Maximum::name,
    .formula = "y = max(a, b)",
    .source = "as in NumPy; ties share the gradient",
    .operands = 2,
    .infer = Maximum::infer,
    .gradient =
        [](const GradientRule& g) {
          const Term a = g.operand(0), b = g.operand(1), none = constant(0, g.d());
          // Halves where the two are equal.
          const Term shared = apply("where", {apply("equal", {a, b}), g.d() / constant(2, g.d()), g.d()});
          const auto unless_less = [&](Term x, Term y) {
            return apply("where", {apply("less", {x, y}), none, shared});
          };
          return std::vector{sum_to(unless_less(a, b), a.type()), sum_to(unless_less(b, a), b.type())};
        },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) { return max(a, b); }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}},
                {.operands = {sample_type({3, 4}, true), sample_type({4})}},
                {.operands = {sample_type({}), sample_type({3, 4}, true)}}},
});
}  // namespace lathe::ops
#endif
