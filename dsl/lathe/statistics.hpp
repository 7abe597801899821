// Means, variances, norms and products: composed of operations, so they have no rules of their own.
#pragma once

#include "lathe/ops/ops.hpp"

namespace lathe {

namespace detail {
/// The rule of means and the like, over axes of a tensor of float or double.
struct RealReduction {
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (Message m = ops::not_real("", in[0]); !m.empty()) return m;
    return ops::reduced("", in[0], attributes);
  }
};
template <Words called, int... axes, class X>
constexpr Scope scope_of_mean(Tensor<X> x, Location at) {
  return scope_of<called, RealReduction, ops::axes_attribute(type_of<X>().rank, {axes...})>(at, x);
}
}  // namespace detail

/// mean(x): the mean of all elements, a scalar; mean<1>(x), mean<0, 2>(x): over the axes named, which disappear, or
/// with mean<1>(x, keepdim) stay with extent 1. In a short last batch, over the rows that are there.
template <int... axes, class X>
constexpr auto mean(Tensor<X> x, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_mean<"mean", axes...>(x, at);
  return divide(sum<axes...>(x, at), count<axes...>(x, at), at);
}
template <int... axes, class X>
constexpr auto mean(Tensor<X> x, Keepdim, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_mean<"mean", axes...>(x, at);
  return divide(sum<axes...>(x, keepdim, at), count<axes...>(x, at), at);
}

/// var(x), var<1>(x): the variance, sum of (x - mean)^2 / (n - correction), of all elements or over the axes named. As
/// in PyTorch the correction is 1 unless another is given: var<1>(x, 0). Not a number, or infinite, for n <=
/// correction. In a short last batch n counts the rows that are there.
template <int... axes, class X>
constexpr auto var(Tensor<X> x, double correction = 1, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_mean<"var", axes...>(x, at);
  const auto n = count<axes...>(x, at);
  const auto deviations = square(subtract(x, mean<axes...>(x, keepdim, at), at), at);
  const auto divisor = subtract(n, scalar(n, correction, at), at);
  return divide(sum<axes...>(deviations, at), maximum(divisor, scalar(n, 0, at), at), at);
}
template <int... axes, class X>
constexpr auto var(Tensor<X> x, Keepdim, double correction = 1,
                   std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_mean<"var", axes...>(x, at);
  return detail::keep_axes<axes...>(x, var<axes...>(x, correction, at), at);
}

namespace detail {
/// sqrt(x) whose gradient at 0 is 0, as if nothing there depended on it, and not infinite.
template <class X>
constexpr auto flat_sqrt(Tensor<X> x, std::source_location at) {
  const auto nothing = equal(x, 0, at);
  return where(nothing, 0, sqrt(where(nothing, 1, x, at), at), at);
}
}  // namespace detail

/// stddev(x), stddev<1>(x): the standard deviation, the root of var (PyTorch's std; in C++ that name is taken). Its
/// gradient is 0 where all elements are equal.
template <int... axes, class X>
constexpr auto stddev(Tensor<X> x, double correction = 1, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_mean<"stddev", axes...>(x, at);
  return detail::flat_sqrt(var<axes...>(x, correction, at), at);
}
template <int... axes, class X>
constexpr auto stddev(Tensor<X> x, Keepdim, double correction = 1,
                      std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_mean<"stddev", axes...>(x, at);
  return detail::flat_sqrt(var<axes...>(x, keepdim, correction, at), at);
}

/// norm(x), norm<1>(x): the Euclidean norm, the root of the sum of squares, of all elements or over the axes named. Its
/// gradient is 0 where the norm is 0.
template <int... axes, class X>
constexpr auto norm(Tensor<X> x, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of_mean<"norm", axes...>(x, at);
  return detail::flat_sqrt(sum<axes...>(square(x, at), at), at);
}

/// dot(a, b): the sum of a[i] b[i], a scalar, for two vectors.
template <class A, class B>
constexpr auto dot(Tensor<A> a, Tensor<B> b, std::source_location at = std::source_location::current()) {
  detail::check<std::is_same_v<A, B> && type_of<A>().rank == 1, Message("dot: takes two vectors of one length, not ")
                                                                    << type_of<A>() << " and " << type_of<B>()>();
  const Scope scope(detail::builder_of({a.builder, b.builder}), at, "dot");
  return sum(multiply(a, b, at), at);
}

/// outer(a, b): float[m][n] with elements a[i] b[j], for a float[m] and b float[n].
template <class A, class B>
constexpr auto outer(Tensor<A> a, Tensor<B> b, std::source_location at = std::source_location::current()) {
  detail::check<type_of<A>().rank == 1 && type_of<B>().rank == 1, Message("outer: takes two vectors, not ")
                                                                      << type_of<A>() << " and " << type_of<B>()>();
  const Scope scope(detail::builder_of({a.builder, b.builder}), at, "outer");
  return multiply(unsqueeze<1>(a, at), b, at);
}

}  // namespace lathe
