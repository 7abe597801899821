// Activations and other functions of one tensor, composed of operations. All are layers, too:
// sequential(affine(50_c), gelu, affine(10_c)); those with a number also with another one: leaky_relu(0.2).
#pragma once

#include <numbers>

#include "lathe/ops/ops.hpp"
#include "lathe/parameter.hpp"

namespace lathe {

namespace detail {
/// The name of a function as an argument from which its type is deduced.
template <Words name>
struct Named {};
template <Words name>
inline constexpr Named<name> named;

/// A function of a tensor of float or double as an object: f(x).
template <Words name, class Function>
struct Composed {
  Function function;
  constexpr Composed() = default;
  constexpr Composed(Named<name>, Function f) : function(f) {}

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    const Scope scope = scope_of<name, TakesReal>(at, x);
    return function(x);
  }
  /// Internal: says what is wrong.
  template <class X>
    requires(!std::derived_from<X, Value>)
  constexpr Value operator()(const X&) const {
    check<false, Message(name.view()) << ": takes a tensor">();
    return {};
  }
};

/// A function of a tensor and a number as an object: f(x) with the default, f(x, 0.2), and f(0.2), which is f with
/// another default.
template <Words name, class Function>
struct Adjustable {
  double number;
  Function function;
  constexpr Adjustable(Named<name>, double otherwise, Function f) : number(otherwise), function(f) {}

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return (*this)(x, number, at);
  }
  template <class X>
  constexpr auto operator()(Tensor<X> x, double number,
                            std::source_location at = std::source_location::current()) const {
    const Scope scope = scope_of<name, TakesReal>(at, x);
    return function(x, number);
  }
  constexpr Adjustable operator()(double number) const { return {named<name>, number, function}; }
};

struct Identity {
  template <class X>
  constexpr Tensor<X> operator()(Tensor<X> x, std::source_location = std::source_location::current()) const {
    return x;
  }
};
}  // namespace detail

/// identity(x) = x.
inline constexpr detail::Identity identity;

/// reciprocal(x) = 1 / x and rsqrt(x) = 1 / sqrt(x), elementwise.
inline constexpr detail::Composed reciprocal{detail::named<"reciprocal">, [](auto x) { return 1 / x; }};
inline constexpr detail::Composed rsqrt{detail::named<"rsqrt">, [](auto x) { return 1 / sqrt(x); }};

/// clamp(x, low, high): x between two numbers, clamp_min(x, low), clamp_max(x, high), elementwise. The gradient is that
/// of x inside of the bounds, 0 at them and beyond; not a number stays that.
template <class X>
constexpr auto clamp(Tensor<X> x, double low, double high, std::source_location at = std::source_location::current()) {
  detail::in_order(x.builder, "clamp", low, high, "at most", at);
  const Scope scope(x.builder, at, "clamp");
  const auto inside = logical_and(greater(x, low, at), less(x, high, at), at);
  return where(inside, x, detach(minimum(maximum(x, low, at), high, at), at), at);
}
template <class X>
constexpr auto clamp_min(Tensor<X> x, double low, std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "clamp_min");
  return where(greater(x, low, at), x, detach(maximum(x, low, at), at), at);
}
template <class X>
constexpr auto clamp_max(Tensor<X> x, double high, std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "clamp_max");
  return where(less(x, high, at), x, detach(minimum(x, high, at), at), at);
}

/// The same as layers: sequential(affine(50_c), clamp(-1, 1), ...), clamp_min(0), clamp_max(6).
constexpr auto clamp(double low, double high) {
  return [low, high](auto x, std::source_location at) { return clamp(x, low, high, at); };
}
constexpr auto clamp_min(double low) {
  return [low](auto x, std::source_location at) { return clamp_min(x, low, at); };
}
constexpr auto clamp_max(double high) {
  return [high](auto x, std::source_location at) { return clamp_max(x, high, at); };
}

/// hard_tanh(x) = clamp(x, -1, 1), relu6(x) = clamp(x, 0, 6), hard_sigmoid(x) = relu6(x + 3) / 6.
inline constexpr detail::Composed hard_tanh{detail::named<"hard_tanh">, [](auto x) { return clamp(x, -1, 1); }};
inline constexpr detail::Composed relu6{detail::named<"relu6">, [](auto x) { return clamp(x, 0, 6); }};
inline constexpr detail::Composed hard_sigmoid{detail::named<"hard_sigmoid">, [](auto x) { return relu6(x + 3) / 6; }};

/// leaky_relu(x, slope = 0.01) = x where x > 0, else slope * x; the slope is the derivative at 0.
inline constexpr detail::Adjustable leaky_relu{detail::named<"leaky_relu">, 0.01,
                                               [](auto x, double slope) { return where(x > 0, x, x * slope); }};

/// elu(x, alpha = 1) = x where x > 0, else alpha * (exp(x) - 1). Clevert et al. 2016.
inline constexpr detail::Adjustable elu{detail::named<"elu">, 1, [](auto x, double alpha) {
                                          // exp of large x must not overflow where it is not taken: infinity times a
                                          // gradient of 0 is not a number.
                                          const auto positive = x > 0;
                                          const auto rest = expm1(where(positive, 0, x));
                                          return where(positive, x, rest * alpha);
                                        }};

/// selu(x) = 1.0507... * elu(x, 1.67326...). Klambauer et al. 2017.
inline constexpr detail::Composed selu{
    detail::named<"selu">,
    [](auto x) { return elu(x, 1.6732632423543772848170429916717) * 1.0507009873554804934193349852946; }};

/// silu(x) = x * sigmoid(x), also called swish.
inline constexpr detail::Composed silu{detail::named<"silu">, [](auto x) { return x * sigmoid(x); }};
inline constexpr detail::Composed swish{detail::named<"swish">, silu.function};

/// gelu(x) = x / 2 * (1 + erf(x / sqrt(2))) = x * normal_cdf(x). Hendrycks and Gimpel 2016.
inline constexpr detail::Composed gelu{detail::named<"gelu">, [](auto x) { return x * normal_cdf(x); }};

/// gelu_tanh(x) = x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))): gelu nearly.
inline constexpr detail::Composed gelu_tanh{detail::named<"gelu_tanh">, [](auto x) {
                                              // As x * sigmoid(2 …), which keeps its digits where tanh is near -1.
                                              const auto cubic = square(x) * x * 0.044715;
                                              const auto inner =
                                                  (x + cubic) * (2 * std::numbers::sqrt2 * std::numbers::inv_sqrtpi);
                                              return x * sigmoid(inner);
                                            }};

/// log_sigmoid(x) = log(sigmoid(x)), safe for any x.
inline constexpr detail::Composed log_sigmoid{detail::named<"log_sigmoid">, [](auto x) { return -softplus(-x); }};

/// mish(x) = x * tanh(softplus(x)). Misra 2019.
inline constexpr detail::Composed mish{detail::named<"mish">, [](auto x) { return x * tanh(softplus(x)); }};

/// softsign(x) = x / (1 + |x|).
inline constexpr detail::Composed softsign{detail::named<"softsign">, [](auto x) { return x / (abs(x) + 1); }};

namespace detail {
template <int channels>
class Prelu {
 public:
  /// On an alpha given, one or one for each channel.
  template <class X, class A>
  constexpr auto operator()(Tensor<X> x, Tensor<A> alpha,
                            std::source_location at = std::source_location::current()) const {
    constexpr Type input = type_of<X>(), given = type_of<A>();
    constexpr bool one = given.rank == 0 || (given.rank == 1 && given.extents[0] == 1);
    constexpr bool fits = given.dtype == input.dtype &&
                          (one || (given.rank == 1 && input.rank >= 2 && input.extents[1] == given.extents[0]));
    const Scope scope = scope_of<"prelu", TakesReal>(at, x);
    check<fits, Message("prelu: alpha ") << given << " does not fit " << input << ", whose channels are axis 1">();
    constexpr Type aligned = along_channels(given, fits ? input.rank : 0);
    return where(greater(x, 0, at), x, multiply(reshape<lathe::array_of<aligned>>(alpha, at), x, at), at);
  }

  /// As a layer with an alpha for each channel.
  template <class Integer, Integer n>
  constexpr auto operator()(hana::integral_constant<Integer, n>) const {
    check_size<n, "prelu", "channels">();
    return Prelu<static_cast<int>(n)>{};
  }
  /// Internal: says what is wrong.
  template <std::integral Number>
  constexpr auto operator()(Number) const {
    needs_constant<Number, "prelu", "prelu(50_c)">();
    return Prelu<0>{};
  }

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) {
    return forward(x, "", at);
  }
  template <class X>
  constexpr Tensor<X> operator()(Tensor<X> x) const {
    check<std::is_void_v<X>,
          Message("prelu: takes a slope, write prelu(x, alpha) or, to train one, sequential(prelu)")>();
    return x;
  }

  template <class X>
  constexpr auto forward(Tensor<X> x, std::string_view prefix, std::source_location at) {
    using Element = RealOf<X>;
    constexpr Type input = type_of<X>();
    const Scope scope = scope_of<"prelu", TakesReal>(at, x);
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

/// prelu(x, alpha) = x where x > 0, else alpha * x, for one alpha or one for each channel, which is axis 1. He et al.
/// 2015. As a layer, sequential(affine(50_c), prelu, ...), it trains one alpha; prelu(50_c) trains one for each of the
/// 50 channels, axis 1. Parameter: alpha, at first 0.25.
inline constexpr detail::Prelu<0> prelu;

}  // namespace lathe
