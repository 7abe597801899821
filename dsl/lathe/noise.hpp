// Layers that draw random numbers in training: dropout, rrelu. What a forward pass draws, its backward pass uses.
#pragma once

#include "lathe/generators.hpp"

namespace lathe {

/// dropout(x, p): in training each element is 0 with probability p, the others are divided by 1 - p; in evaluation and
/// prediction x (Srivastava et al. 2014, in the scaled form). p is 0.5 if not given, and must be in 0 <= p < 1.
/// dropout(p) is a layer.
struct Dropout {
  double p = 0.5;

  template <class X>
  constexpr auto operator()(Tensor<X> x, double p, std::source_location at = std::source_location::current()) const {
    const Scope scope = detail::scope_of<"dropout", detail::TakesReal>(at, x);
    if (!detail::keeps(x.builder, "dropout", {detail::fraction("p", p)}, at)) p = 0;  // 1 / (1 - p) is a number
    return by_mode(x * where(less(uniform_like(x), p), zeros_like(x), full_like(x, 1 / (1 - p))), x);
  }
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return (*this)(x, p, at);
  }
  constexpr Dropout operator()(double p) const { return {p}; }
};
inline constexpr Dropout dropout;

/// rrelu(x, low, high) (Xu et al. 2015): x where x > 0, else a x, where in training a is drawn for each element,
/// uniformly from low … high (1/8 and 1/3 if not given), and is their mean in evaluation and prediction. rrelu(low,
/// high) is a layer.
struct Rrelu {
  double low = 1.0 / 8, high = 1.0 / 3;

  template <class X>
  constexpr auto operator()(Tensor<X> x, double low, double high,
                            std::source_location at = std::source_location::current()) const {
    const Scope scope = detail::scope_of<"rrelu", detail::TakesReal>(at, x);
    detail::in_order(x.builder, "rrelu", low, high, "at most", at);
    const auto slope = by_mode(uniform_like(x) * (high - low) + low, full_like(x, (low + high) / 2));
    return where(greater(x, 0), x, x * slope);
  }
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return (*this)(x, low, high, at);
  }
  constexpr Rrelu operator()(double low, double high) const { return {low, high}; }
};
inline constexpr Rrelu rrelu;

}  // namespace lathe
