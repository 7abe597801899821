// where: y = a where the condition is not 0, else b
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Where {
  static constexpr const char* name = "where";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (in[0].dtype != DType::i32)
      return Message("where: the condition ") << in[0] << " must be int: what a comparison gives";
    const Inferred chosen = broadcast(name, in[1], in[2]);
    return chosen.ok() ? broadcast(name, with_dtype(in[0], in[1].dtype), chosen.types[0]) : chosen;
  }
};
}  // namespace ops

/// where(condition, a, b): a where the int condition is not 0, else b, with broadcasting; one of a and b may be a
/// number. Each gets the gradient where it was taken, else 0.
template <class C, class A, class B>
constexpr auto where(Tensor<C> condition, Tensor<A> a, Tensor<B> b,
                     std::source_location at = std::source_location::current()) {
  return apply<ops::Where>(at, condition, a, b);
}
template <class C, class A>
constexpr auto where(Tensor<C> condition, Tensor<A> a, double b,
                     std::source_location at = std::source_location::current()) {
  return where(condition, a, scalar(a, b, at), at);
}
template <class C, class B>
constexpr auto where(Tensor<C> condition, double a, Tensor<B> b,
                     std::source_location at = std::source_location::current()) {
  return where(condition, scalar(b, a, at), b, at);
}
/// Internal: says what is wrong.
template <class C>
constexpr Tensor<C> where(Tensor<C> condition, double, double) {
  detail::check<std::is_void_v<C>,
                Message("where: two numbers given, one must be a tensor: where(c, ones_like(x), 0)")>();
  return condition;
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_where({
    .name = Where::name,
    .formula = "y = a if c else b",
    .source = "as in NumPy",
    .operands = 3,
    .infer = Where::infer,
    .names = "c, a, b -> y",
    .gradient =
        [](const GradientRule& g) {
          const Term c = g.operand(0), none = constant(0, g.d());
          return std::vector{Term{}, sum_to(apply("where", {c, g.d(), none}), g.operand(1).type()),
                             sum_to(apply("where", {c, none, g.d()}), g.operand(2).type())};
        },
    .pointwise = [](const Point& p) { return select(to_condition(p.operand(0)), p.operand(1), p.operand(2)); },
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true, DType::i32), sample_type({3, 4}, true),
                              sample_type({3, 4}, true)},
                 .high = 1},
                {.operands = {sample_type({3, 1}, true, DType::i32), sample_type({4}), sample_type({})}, .high = 1}},
});
}  // namespace lathe::ops
#endif
