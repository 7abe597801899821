// Layers: modules of the library, and sequential(...), which chains layers and gives their parameters names.
#pragma once

#include <boost/hana/define_struct.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/integral_constant.hpp>
#include <boost/hana/minus.hpp>  // so that -3_c and 2 * n_c are numbers, too: what is wrong with them is said of them
#include <boost/hana/mult.hpp>
#include <boost/hana/negate.hpp>
#include <boost/hana/plus.hpp>

#include "lathe/ops/ops.hpp"
#include "lathe/state.hpp"

namespace lathe {

/// Internal: 50_c, a number whose type is the number.
template <char... digits>
constexpr auto operator""_c() {
  constexpr bool whole = ((digits != '.') && ...) &&
                         (((digits != 'e' && digits != 'E') && ...) || ((digits == 'x' || digits == 'X') || ...));
  detail::check<whole, Message("a size is a whole number, as 50_c is one")>();
  if constexpr (whole)
    return hana::literals::operator""_c < digits...>();
  else
    return hana::int_c<1>;
}
using hana::int_c;  // int_c<width>: the same of a constant

/// The fully connected layer as a module's member: x w + b, float[n][in] to float[n][out]. Parameters: weight
/// float[in][out], bias float[out]. Affine<784, 50, he_normal()>; in double Affine<784, 50, he_normal(), zeros(),
/// double>.
template <int in, int out, auto weight_initializer = Initializer{}, auto bias_initializer = Initializer{},
          class Element = float>
struct Affine {
  static_assert(detail::check_size<in, "affine", "inputs">() && detail::check_size<out, "affine", "outputs">());
  BOOST_HANA_DEFINE_STRUCT(Affine, (Parameter<Element[in][out], weight_initializer>, weight),
                           (Parameter<Element[out], bias_initializer>, bias));

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return affine(x, weight, bias, at);
  }
};

/// The same without a bias: x w.
template <int in, int out, auto weight_initializer = Initializer{}, class Element = float>
struct AffineWithoutBias {
  static_assert(detail::check_size<in, "affine", "inputs">() && detail::check_size<out, "affine", "outputs">());
  BOOST_HANA_DEFINE_STRUCT(AffineWithoutBias, (Parameter<Element[in][out], weight_initializer>, weight));

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    const Scope scope = detail::scope_of<"affine", ops::Matmul>(at, x, Tensor<Element[in][out]>(weight));
    return matmul(x, weight, at);
  }
};

namespace detail {
/// Says of a layer that it has no bias.
struct NoBias {
  static constexpr void set(Conv2dOptions&) {}
};
}  // namespace detail

/// affine(50_c, no_bias), conv2d(6_c, 5_c, no_bias): a layer without a bias, which a batch_norm behind it would take
/// away.
inline constexpr detail::NoBias no_bias;

namespace detail {

/// True for 50_c.
template <class T>
inline constexpr bool is_integer = false;
template <class Integer, Integer n>
inline constexpr bool is_integer<hana::integral_constant<Integer, n>> = true;

/// A layer that takes its input's width. Its parameters are made at the first call; later calls share them.
template <int out>
class LazyAffine {
 public:
  constexpr LazyAffine(Initializer weight, Initializer bias) : weight_initializer_(weight), bias_initializer_(bias) {}

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) {
    return forward(x, "", at);
  }

  template <class X>
  constexpr auto forward(Tensor<X> x, std::string_view prefix, std::source_location at) {
    constexpr Type input = type_of<X>();
    constexpr int in = input.rank ? input.extents[input.rank - 1] : 1;
    using Element = RealOf<X>;
    Tensor<Element[in][out]> weight(weight_.builder, weight_.ref);  // or of another width, see below
    Tensor<Element[out]> bias(bias_.builder, bias_.ref);
    if (!weight.builder && x.builder) {
      weight =
          add_parameter<Element[in][out]>(*x.builder, joined(prefix, "weight").view(), weight_initializer_, {}, at);
      bias = add_parameter<Element[out]>(*x.builder, joined(prefix, "bias").view(), bias_initializer_, {}, at);
      weight_ = weight, bias_ = bias;
    } else if (weight.builder && weight.type() != type_of<Element[in][out]>()) {
      weight.builder->fail(Message("affine: input ")
                               << input << " has " << in << " features, but at its first call the "
                               << "layer took " << weight.type().extents[0],
                           at);
    }
    return affine(x, weight, bias, at);
  }

 private:
  Initializer weight_initializer_, bias_initializer_;
  Value weight_, bias_;
};

/// Calls use(tensor &) for each tensor of a module, or of a scan's state: a tensor, a std::array of such, or a struct
/// of them that is listed with BOOST_HANA_DEFINE_STRUCT.
template <class T, class Use>
constexpr void each_tensor(T& value, const Use& use) {
  if constexpr (std::derived_from<T, Value>) {
    use(value);
  } else if constexpr (requires { value.begin(); }) {
    for (auto& part : value) each_tensor(part, use);
  } else {
    static_assert(hana::Struct<T>::value,
                  "scan: the state is a tensor, a std::array, or a struct listed with BOOST_HANA_DEFINE_STRUCT");
    hana::for_each(hana::accessors<T>(), [&](auto member) { each_tensor(hana::second(member)(value), use); });
  }
}

/// The bytes of all that each_tensor goes through: less than sizeof(T) where a struct does not list a member.
template <class T>
constexpr std::size_t listed_bytes() {
  if constexpr (std::derived_from<T, Value>) {
    return sizeof(T);
  } else if constexpr (requires(T& value) { value.begin(); }) {
    return sizeof(T) / sizeof(typename T::value_type) * listed_bytes<typename T::value_type>();
  } else {
    std::size_t bytes = 0;
    hana::for_each(hana::accessors<T>(), [&](auto member) {
      bytes += listed_bytes<std::decay_t<decltype(hana::second(member)(std::declval<T&>()))>>();
    });
    return bytes;
  }
}

/// A layer that takes its input's width: Maker::Module<X> is the module, of at most `tensors` parameters and states,
/// made at the first call and shared by later ones.
template <class Maker, int tensors = 8>
class Lazy {
 public:
  constexpr explicit Lazy(Maker maker) : maker_(maker) {}

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) {
    return forward(x, "", at);
  }

  template <class X>
  constexpr auto forward(Tensor<X> x, std::string_view prefix, std::source_location at) {
    typename Maker::template Module<X> module{};
    const bool first = !members_[0].builder;
    if (first && x.builder) {
      if constexpr (requires { maker_.bind(module, *x.builder, prefix, at); })
        maker_.bind(module, *x.builder, prefix, at);
      else
        bind_member(*x.builder, module, prefix, weights(), at);
    }
    int i = 0;
    bool fits = true;
    each_tensor(module, [&](auto& part) {
      if (first) {
        members_[i] = part;
      } else {
        fits = fits && members_[i].type() == type_of<typename std::remove_reference_t<decltype(part)>::array>();
        static_cast<Value&>(part) = members_[i];
      }
      ++i;
    });
    if (!fits)
      x.builder->fail(Message(Maker::name) << ": input " << type_of<X>()
                                           << " does not fit the layer, whose first call had another width",
                      at);
    return maker_.call(module, x, at);
  }

 private:
  constexpr Initializer weights() const {
    if constexpr (requires { maker_.weights; })
      return maker_.weights;
    else
      return {};
  }
  Maker maker_;
  Value members_[tensors];
};

/// What the next layer gets of what a layer gives: of a recurrent one, the outputs.
constexpr auto passed_on(auto given) {
  if constexpr (requires { given.outputs; })
    return given.outputs;
  else
    return given;
}

/// Calls a layer, with what it can take: a name for its parameters, the place of the call.
template <class Layer, class X>
constexpr auto call_layer(Layer& layer, Tensor<X> x, std::string_view name, std::source_location at) {
  if constexpr (hana::Struct<Layer>::value)
    if (x.builder) bind_member(*x.builder, layer, name, {}, at);
  if constexpr (requires { layer.forward(x, name, at); }) {
    return layer.forward(x, name, at);
  } else if constexpr (std::invocable<Layer&, Tensor<X>, std::source_location>) {
    return passed_on(layer(x, at));
  } else if constexpr (!std::invocable<Layer&, Tensor<X>>) {
    check<std::is_void_v<X>, Message("sequential: a layer is a module or a function of one tensor, as relu or "
                                     "[](auto x) { return 2 * x; }; one cannot be called with ")
                                 << type_of<X>()>();
    return x;
  } else if constexpr (std::is_void_v<std::invoke_result_t<Layer&, Tensor<X>>>) {
    check<std::is_void_v<X>, Message("sequential: a layer returns nothing, must return a tensor")>();
    return x;
  } else {
    return passed_on(layer(x));
  }
}

template <class... Layers>
class Sequential {
 public:
  constexpr Sequential(std::string_view name, Layers... layers) : name_(name), layers_(layers...) {}

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) {
    return forward(x, "", at);
  }

  template <class X>
  constexpr auto forward(Tensor<X> x, std::string_view prefix, std::source_location at) {
    const Message path = name_.empty() ? Message(prefix) : joined(prefix, name_);
    int position = 0;
    return hana::fold_left(layers_, x, [&](auto value, auto& layer) {
      return call_layer(layer, value, joined(path.view(), (Message() << position++).view()).view(), at);
    });
  }

 private:
  std::string_view name_;
  hana::tuple<Layers...> layers_;
};

}  // namespace detail

/// The fully connected layer for sequential, as wide as its input: affine(50_c), affine(50_c, he_normal()).
/// Called twice it uses the same weights twice, and must get the same width.
template <class Integer, Integer out>
constexpr auto affine(hana::integral_constant<Integer, out>, Initializer weight = {}, Initializer bias = {}) {
  detail::check_size<out, "affine", "outputs">();
  return detail::LazyAffine<static_cast<int>(out > 0 ? out : 1)>(weight, bias);
}

namespace detail {
template <int out>
struct AffineWithoutBiasMaker {
  Initializer weights;
  static constexpr const char* name = "affine";
  template <class X>
  struct Module {
    static constexpr int in = type_of<X>().rank ? type_of<X>().extents[type_of<X>().rank - 1] : 1;
    BOOST_HANA_DEFINE_STRUCT(Module, (Parameter<RealOf<X>[in][out]>, weight));
  };
  template <class M, class X>
  constexpr auto call(const M& module, Tensor<X> x, std::source_location at) const {
    const Scope scope(x.builder, at, "affine");
    return matmul(x, module.weight, at);
  }
};
}  // namespace detail

/// affine(50_c, no_bias): the same without a bias.
template <class Integer, Integer out>
constexpr auto affine(hana::integral_constant<Integer, out>, detail::NoBias, Initializer weight = {}) {
  detail::check_size<out, "affine", "outputs">();
  return detail::Lazy(detail::AffineWithoutBiasMaker<static_cast<int>(out > 0 ? out : 1)>{weight});
}

/// Internal: says what is wrong with affine(50).
template <std::integral Number>
constexpr auto affine(Number, auto...) {
  detail::needs_constant<Number, "affine", "affine(50_c)">();
  return detail::LazyAffine<1>({}, {});
}

/// Layers one after another: modules, functions, other sequentials. Parameters are named by position: "0.weight";
/// with a name, sequential("encoder", ...), "encoder.0.weight". Calls share the weights.
template <class... Layers>
constexpr auto sequential(Layers... layers) {
  return detail::Sequential<Layers...>("", layers...);
}
template <class... Layers>
constexpr auto sequential(const char* name, Layers... layers) {
  return detail::Sequential<Layers...>(name, layers...);
}

}  // namespace lathe
