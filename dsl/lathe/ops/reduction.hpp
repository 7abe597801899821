// What reductions over any axes share: sum, max, min.
#pragma once

#include "lathe/ops/reshape.hpp"

namespace lathe {

/// Asks a reduction to keep the axes that it reduces, with extent 1: sum<1>(x, keepdim).
struct Keepdim {};
inline constexpr Keepdim keepdim;

namespace detail {
template <class Op, int... axes, class X>
constexpr auto reduce(Tensor<X> x, std::source_location at) {
  return apply<Op, ops::axes_attribute(type_of<X>().rank, {axes...})>(at, x);
}

/// The result of a reduction of x over the axes, with those axes again.
template <int... axes, class X, class Y>
constexpr auto keep_axes(Tensor<X> x, Tensor<Y> reduced, std::source_location at) {
  constexpr auto kept = [](const Type& type) {
    return ops::without_axes(type, ops::axes_attribute(type.rank, {axes...}), true);
  };
  return reshape_with_batch<kept(type_of<X>())>(reduced, kept(traced_type(x)), at);
}
}  // namespace detail
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {

/// A gradient of the result, with the reduced axes as extents of 1.
inline Term with_reduced_axes(const GradientRule& g, Term t) {
  return reshape_to(t, without_axes(g.operand(0).type(), g.attributes(), true));
}

/// Divides the gradient evenly among the elements that equal the result.
inline std::vector<Term> extreme_gradient(const GradientRule& g) {
  const Term x = g.operand(0);
  const Term hit = apply("cast", {apply("equal", {x, with_reduced_axes(g, g.result())})},
                         Attributes{}.set("dtype", static_cast<int>(x.type().dtype)));
  return {with_reduced_axes(g, g.d() / apply("sum", {hit}, g.attributes())) * hit};
}

/// y[other axes] = f(loops over the attribute `axes`, element of the operand).
inline void define_reduction(kernel::KernelBuilder& k,
                             const std::function<kernel::Expr(std::vector<kernel::Expr>, kernel::Expr)>& f) {
  const Type& x = k.operand_type(0);
  std::vector<kernel::Expr> index(static_cast<std::size_t>(x.rank)), result, loops;
  for (int i = 0; i < x.rank; ++i)
    if (!names_axis(k.attributes(), i))
      result.push_back(index[static_cast<std::size_t>(i)] = k.outer("i" + std::to_string(i), x, i));
  for (int i = 0; i < x.rank; ++i)
    if (names_axis(k.attributes(), i))
      loops.push_back(index[static_cast<std::size_t>(i)] = k.loop("k" + std::to_string(i), x, i));
  k.store(0, result, f(loops, k.operand(0, index)));
}

}  // namespace lathe::ops
#endif
