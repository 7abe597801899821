// Activations and other functions of one tensor, composed of operations. All are layers, too:
// sequential(affine(50_c), gelu, affine(10_c)); those with a number also with another one: leaky_relu(0.2).
#pragma once

#include <numbers>

#include "lathe/ops/ops.hpp"
#include "lathe/parameter.hpp"

namespace lathe {

namespace detail {
/// A function of a tensor as an object: f(x).
template <class Function>
struct Composed {
  Function function;

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return function(x, at);
  }
};

/// A function of a tensor and a number as an object: f(x) with the default, f(x, 0.2), and f(0.2), which is f with
/// another default.
template <class Function>
struct Adjustable {
  double number;
  Function function;

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return function(x, number, at);
  }
  template <class X>
  constexpr auto operator()(Tensor<X> x, double number,
                            std::source_location at = std::source_location::current()) const {
    return function(x, number, at);
  }
  constexpr Adjustable operator()(double number) const { return {number, function}; }
};
template <class Function>
Adjustable(double, Function) -> Adjustable<Function>;
}  // namespace detail

/// identity(x) = x.
inline constexpr detail::Composed identity{[](auto x, auto) { return x; }};

/// reciprocal(x) = 1 / x and rsqrt(x) = 1 / sqrt(x), elementwise.
inline constexpr detail::Composed reciprocal{[](auto x, auto at) { return divide(1, x, at); }};
inline constexpr detail::Composed rsqrt{[](auto x, auto at) { return divide(1, sqrt(x, at), at); }};

/// clamp(x, low, high): x between two numbers, clamp_min(x, low), clamp_max(x, high), elementwise. The gradient is that
/// of x inside of the bounds, 0 at them and beyond; not a number stays that.
template <class X>
constexpr auto clamp(Tensor<X> x, double low, double high, std::source_location at = std::source_location::current()) {
  if (!(low <= high) && x.builder) x.builder->fail(Message("clamp: low is more than high"), at);
  const auto inside = logical_and(greater(x, low, at), less(x, high, at), at);
  return where(inside, x, detach(minimum(maximum(x, low, at), high, at), at), at);
}
template <class X>
constexpr auto clamp_min(Tensor<X> x, double low, std::source_location at = std::source_location::current()) {
  return where(greater(x, low, at), x, detach(maximum(x, low, at), at), at);
}
template <class X>
constexpr auto clamp_max(Tensor<X> x, double high, std::source_location at = std::source_location::current()) {
  return where(less(x, high, at), x, detach(minimum(x, high, at), at), at);
}

/// hard_tanh(x) = clamp(x, -1, 1), relu6(x) = clamp(x, 0, 6), hard_sigmoid(x) = relu6(x + 3) / 6.
inline constexpr detail::Composed hard_tanh{[](auto x, auto at) { return clamp(x, -1, 1, at); }};
inline constexpr detail::Composed relu6{[](auto x, auto at) { return clamp(x, 0, 6, at); }};
inline constexpr detail::Composed hard_sigmoid{[](auto x, auto at) { return divide(relu6(add(x, 3, at), at), 6, at); }};

/// leaky_relu(x, slope = 0.01) = x where x > 0, else slope * x; the slope is the derivative at 0.
inline constexpr detail::Adjustable leaky_relu{
    0.01, [](auto x, double slope, auto at) { return where(greater(x, 0, at), x, multiply(x, slope, at), at); }};

/// elu(x, alpha = 1) = x where x > 0, else alpha * (exp(x) - 1). Clevert et al. 2016.
inline constexpr detail::Adjustable elu{1, [](auto x, double alpha, auto at) {
                                          // exp of large x must not overflow where it is not taken: infinity times
                                          // a gradient of 0 is not a number.
                                          const auto positive = greater(x, 0, at);
                                          const auto rest = expm1(where(positive, 0, x, at), at);
                                          return where(positive, x, multiply(rest, alpha, at), at);
                                        }};

/// selu(x) = 1.0507... * elu(x, 1.67326...). Klambauer et al. 2017.
inline constexpr detail::Composed selu{[](auto x, auto at) {
  return multiply(elu(x, 1.6732632423543772848170429916717, at), 1.0507009873554804934193349852946, at);
}};

/// silu(x) = x * sigmoid(x), also called swish.
inline constexpr detail::Composed silu{[](auto x, auto at) { return multiply(x, sigmoid(x, at), at); }};
inline constexpr auto swish = silu;

/// gelu(x) = x / 2 * (1 + erf(x / sqrt(2))) = x * normal_cdf(x). Hendrycks and Gimpel 2016.
inline constexpr detail::Composed gelu{[](auto x, auto at) { return multiply(x, normal_cdf(x, at), at); }};

/// gelu_tanh(x) = x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))): gelu nearly.
inline constexpr detail::Composed gelu_tanh{[](auto x, auto at) {
  // As x * sigmoid(2 …), which keeps its digits where tanh is near -1.
  const auto cubic = multiply(multiply(square(x, at), x, at), 0.044715, at);
  const auto inner = multiply(add(x, cubic, at), 2 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi, at);
  return multiply(x, sigmoid(inner, at), at);
}};

/// log_sigmoid(x) = log(sigmoid(x)), safe for any x.
inline constexpr detail::Composed log_sigmoid{[](auto x, auto at) { return negate(softplus(negate(x, at), at), at); }};

/// mish(x) = x * tanh(softplus(x)). Misra 2019.
inline constexpr detail::Composed mish{[](auto x, auto at) { return multiply(x, tanh(softplus(x, at), at), at); }};

/// softsign(x) = x / (1 + |x|).
inline constexpr detail::Composed softsign{[](auto x, auto at) { return divide(x, add(abs(x, at), 1, at), at); }};

namespace detail {
template <int channels>
class Prelu {
 public:
  /// On an alpha given, one or one for each channel.
  template <class X, class A>
  constexpr auto operator()(Tensor<X> x, Tensor<A> alpha,
                            std::source_location at = std::source_location::current()) const {
    constexpr Type input = type_of<X>(), given = type_of<A>();
    constexpr bool fits = given.rank == 0 || (given.rank == 1 && (given.extents[0] == 1 || (input.rank >= 2 && input.extents[1] == given.extents[0])));
    check<fits, Message("prelu: alpha ") << given << " does not fit " << input << ", whose channels are axis 1">();
    constexpr Type aligned = along_channels(given, fits ? input.rank : 0);
    return where(greater(x, 0, at), x, multiply(reshape<lathe::array_of<aligned>>(alpha, at), x, at), at);
  }

  /// As a layer with an alpha for each channel.
  template <class Integer, Integer n>
  constexpr auto operator()(hana::integral_constant<Integer, n>) const {
    check<(n > 0), Message("prelu: ") << static_cast<std::int64_t>(n) << " channels, must be at least 1">();
    return Prelu<static_cast<int>(n)>{};
  }

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) {
    return forward(x, "", at);
  }

  template <class X>
  constexpr auto forward(Tensor<X> x, std::string_view prefix, std::source_location at) {
    using Element = std::remove_all_extents_t<X>;
    constexpr Type input = type_of<X>();
    constexpr bool fits = channels == 0 || (input.rank >= 2 && input.extents[1] == channels);
    check<fits, Message("prelu: ") << channels << " channels do not fit " << input << ", whose channels are axis 1">();
    using Alpha = std::conditional_t<channels == 0, Element, Element[channels ? channels : 1]>;
    if (!alpha_.builder && x.builder)
      alpha_ = add_parameter<Alpha>(*x.builder, joined(prefix, "alpha").view(), constant(0.25), {}, at);
    return (*this)(x, Tensor<Alpha>{alpha_}, at);
  }

 private:
  /// Along axis 1 of that many: extents of 1 for the axes behind it.
  static constexpr Type along_channels(const Type& alpha, int rank) {
    Type t = alpha;
    for (int i = 2; t.rank && i < rank; ++i) t.extents[t.rank++] = 1;
    return t;
  }
  Value alpha_;
};
}  // namespace detail

/// prelu(x, alpha) = x where x > 0, else alpha * x, for one alpha or one for each channel, which is axis 1. He et al. 2015. As a layer, sequential(affine(50_c), prelu, ...),
/// it trains one alpha; prelu(50_c) trains one for each of the 50 channels, axis 1. Parameter: alpha, at first 0.25.
inline constexpr detail::Prelu<0> prelu;

}  // namespace lathe
