// less: y = 1 if a < b else 0
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Less {
  static constexpr const char* name = "less";
  static constexpr Inferred infer(Operands in, const Attributes&) { return comparison(name, in[0], in[1]); }
};
}  // namespace ops

/// less(a, b): int, 1 where a < b, else 0; with broadcasting. No gradient.
inline constexpr Binary<ops::Less> less;

/// greater(a, b): int, 1 where a > b, else 0; with broadcasting. No gradient.
template <class A, class B>
constexpr auto greater(A a, B b, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_two<"greater", ops::Less>(at, a, b);
  return less(b, a, at);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_less({
    .name = Less::name,
    .formula = "y = 1 if a < b else 0",
    .source = "comparison, broadcast as in NumPy",
    .operands = 2,
    .infer = Less::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}, Term{}}; },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) { return from_condition(a < b); }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}},
                {.operands = {sample_type({3, 4}, true), sample_type({4})}},
                {.operands = {sample_type({}), sample_type({3, 1}, true)}}},
});
}  // namespace lathe::ops
#endif
