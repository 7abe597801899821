// equal: y = 1 if a = b else 0
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Equal {
  static constexpr const char* name = "equal";
  static constexpr Inferred infer(Operands in, const Attributes&) { return comparison(name, in[0], in[1]); }
};
}  // namespace ops

/// equal(a, b): int, 1 where a and b are equal, else 0; with broadcasting. No gradient.
inline constexpr Binary<ops::Equal> equal;

/// logical_not(x): 1 where the int x is 0, else 0. No gradient.
template <class X>
constexpr auto logical_not(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  detail::check<type.dtype == DType::i32, Message("logical_not: takes int, what comparisons give, not ") << type>();
  const Scope scope(x.builder, at, "logical_not");
  return equal(x, 0, at);
}

/// not_equal(a, b): int, 1 where a and b differ, else 0; with broadcasting. No gradient.
template <class A, class B>
constexpr auto not_equal(A a, B b, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_two<"not_equal", ops::Equal>(at, a, b);
  return logical_not(equal(a, b, at), at);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_equal({
    .name = Equal::name,
    .formula = "y = 1 if a = b else 0",
    .source = "comparison, broadcast as in NumPy",
    .operands = 2,
    .infer = Equal::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}, Term{}}; },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) { return from_condition(a == b); }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true, DType::i32), sample_type({3, 4}, true, DType::i32)}}},
});
}  // namespace lathe::ops
#endif
