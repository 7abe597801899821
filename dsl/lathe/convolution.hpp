// Layers on images: conv2d, max_pool2d, avg_pool2d.
#pragma once

#include "lathe/layers.hpp"

namespace lathe {

namespace detail {
constexpr Message groups_do_not_divide(int groups, int in, int out) {
  if (groups >= 1 && in % groups == 0 && out % groups == 0) return {};
  return Message("conv2d: ") << groups << " groups must divide the " << in << " channels of the input and the " << out
                             << " of the result";
}
/// Fails to compile unless there are weights of these sizes.
template <int in, int out, Size2d kernel, Conv2dOptions options>
constexpr bool conv2d_sizes() {
  constexpr Message mistake = groups_do_not_divide(options.groups, in, out);
  if constexpr (check_size<in, "conv2d", "channels of the input">() && check_size<out, "conv2d", "channels">() &&
                check_size<kernel.height, "conv2d", "rows in the window">() &&
                check_size<kernel.width, "conv2d", "columns in the window">())
    check<mistake.empty(), mistake>();
  return true;
}
}  // namespace detail

/// Convolution as a module's member, float[n][in][h][w] to float[n][out][…][…]. Parameters: weight
/// float[out][in / groups][kernel][kernel], bias float[out]. Conv2d<1, 6, 5, Conv2dOptions{.padding = 2}>.
template <int in, int out, Size2d kernel, Conv2dOptions options = Conv2dOptions{}, class Element = float,
          auto weight_initializer = Initializer{}, auto bias_initializer = Initializer{}>
struct Conv2d {
  static_assert(detail::conv2d_sizes<in, out, kernel, options>());
  BOOST_HANA_DEFINE_STRUCT(
      Conv2d, (Parameter<Element[out][in / options.groups][kernel.height][kernel.width], weight_initializer>, weight),
      (Parameter<Element[out], bias_initializer>, bias));

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    const Scope scope(x.builder, at, "conv2d");
    return conv2d<options>(x, weight) + reshape<Element[out][1][1]>(bias);
  }
};

/// The same without a bias, which a batch_norm behind it would take away again.
template <int in, int out, Size2d kernel, Conv2dOptions options = Conv2dOptions{}, class Element = float,
          auto weight_initializer = Initializer{}>
struct Conv2dWithoutBias {
  static_assert(detail::conv2d_sizes<in, out, kernel, options>());
  BOOST_HANA_DEFINE_STRUCT(
      Conv2dWithoutBias,
      (Parameter<Element[out][in / options.groups][kernel.height][kernel.width], weight_initializer>, weight));

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return conv2d<options>(x, weight, at);
  }
};

// What follows the sizes in conv2d(6_c, 5_c, …) and max_pool2d(2_c, …) in a sequential.
namespace detail {
template <class H, class W, Words op, Words example>
constexpr Size2d size_of() {
  if constexpr (is_integer<H> && is_integer<W>) {
    return {static_cast<int>(H::value), static_cast<int>(W::value)};
  } else {
    needs_constant<H, op, example>();
    return {};
  }
}

/// Options as types: each sets its part of Conv2dOptions or Pool2dOptions.
template <Size2d size>
struct Stride {
  template <class Options>
  static constexpr void set(Options& options) {
    options.stride = size;
  }
};
template <Size2d size>
struct Padding {
  template <class Options>
  static constexpr void set(Options& options) {
    options.padding = size;
  }
};
template <Size2d size>
struct Dilation {
  template <class Options>
  static constexpr void set(Options& options) {
    options.dilation = size;
  }
};
template <int number>
struct Groups {
  static constexpr void set(Conv2dOptions& options) { options.groups = number; }
};
template <Size2d size>
struct Kernel {};

template <class T>
inline constexpr Size2d kernel_of{0};
template <class Integer, Integer n>
inline constexpr Size2d kernel_of<hana::integral_constant<Integer, n>>{static_cast<int>(n)};
template <Size2d size>
inline constexpr Size2d kernel_of<Kernel<size>> = size;

template <class Options, class Given>
inline constexpr bool is_option = requires(Options& options) { Given::set(options); } ||
                                  (std::is_same_v<Options, Conv2dOptions> && std::is_same_v<Given, Initializer>);

/// The window of a layer, and what follows it; `first` is the number of the argument that follows it first.
template <Words op, Words example, int first, class Options, class Window, class... Given>
constexpr void check_window() {
  if constexpr (std::is_integral_v<Window>) {
    needs_constant<Window, op, example>();
  } else {
    check_size<kernel_of<Window>.height, op, "rows in the window">();
    check_size<kernel_of<Window>.width, op, "columns in the window">();
  }
  constexpr bool fits[] = {is_option<Options, Given>..., true};
  constexpr int wrong = [&] {
    int i = 0;
    while (i < static_cast<int>(sizeof...(Given)) && fits[i]) ++i;
    return i;
  }();
  if constexpr (wrong < static_cast<int>(sizeof...(Given)))
    check<false, Message(op.view()) << ": argument " << wrong + first
                                    << " is no option, must be stride(2_c), padding(1_c)"
                                    << (std::is_same_v<Options, Conv2dOptions>
                                            ? ", dilation(2_c), groups(2_c), no_bias or an initializer"
                                            : " or dilation(2_c)")>();
}

template <class Options, class Given>
constexpr void set_option(Options& options) {
  if constexpr (requires { Given::set(options); }) Given::set(options);
}
template <class Options, class... Given>
constexpr Options options_of() {
  Options options;
  (set_option<Options, Given>(options), ...);
  return options;
}

constexpr Initializer initializer_among() { return {}; }
template <class... Options>
constexpr Initializer initializer_among(const Initializer& given, const Options&...) {
  return given;
}
template <class Option, class... Options>
constexpr Initializer initializer_among(const Option&, const Options&... others) {
  return initializer_among(others...);
}

template <int out, Size2d kernel, Conv2dOptions options, bool bias>
struct Conv2dMaker {
  Initializer weights;
  static constexpr const char* name = "conv2d";
  template <class X>
  static constexpr int channels = type_of<X>().rank == 4 ? type_of<X>().extents[1] : options.groups;
  template <class X>
  using Module = std::conditional_t<bias, lathe::Conv2d<channels<X>, out, kernel, options, RealOf<X>>,
                                    Conv2dWithoutBias<channels<X>, out, kernel, options, RealOf<X>>>;
  template <class M, class X>
  constexpr auto call(const M& module, Tensor<X> x, std::source_location at) const {
    return module(x, at);
  }
};
}  // namespace detail

/// Options of conv2d and pooling layers, of one number or of height and width: stride(2_c), padding(1_c, 2_c),
/// dilation(2_c), groups(4_c), no_bias.
template <class H, class W = H>
constexpr auto stride(H, W = {}) {
  constexpr Size2d size = detail::size_of<H, W, "stride", "stride(2_c)">();
  detail::check_size<size.height, "stride", "rows">();
  detail::check_size<size.width, "stride", "columns">();
  return detail::Stride<size>{};
}
template <class H, class W = H>
constexpr auto padding(H, W = {}) {
  return detail::Padding<detail::size_of<H, W, "padding", "padding(1_c)">()>{};
}
template <class H, class W = H>
constexpr auto dilation(H, W = {}) {
  return detail::Dilation<detail::size_of<H, W, "dilation", "dilation(2_c)">()>{};
}
template <class N>
constexpr auto groups(N) {
  return detail::Groups<detail::size_of<N, N, "groups", "groups(2_c)">().height>{};
}
/// A window that is no square: conv2d(6_c, window(3_c, 5_c)).
template <class H, class W>
constexpr auto window(H, W) {
  return detail::Kernel<detail::size_of<H, W, "window", "window(3_c, 5_c)">()>{};
}

/// Convolution for sequential, with the channels of its input: conv2d(6_c, 5_c, padding(2_c)), and an initializer of
/// its weight: conv2d(6_c, 5_c, he_normal()).
template <class Out, class Window, class... Options>
  requires(detail::is_integer<Out>)
constexpr auto conv2d(Out, Window, Options... given) {
  detail::check_size<Out::value, "conv2d", "channels">();
  detail::check_window<"conv2d", "conv2d(6_c, 5_c)", 3, Conv2dOptions, Window, Options...>();
  constexpr Conv2dOptions options = detail::options_of<Conv2dOptions, Options...>();
  constexpr bool bias = (!std::is_same_v<Options, detail::NoBias> && ...);
  return detail::Lazy(detail::Conv2dMaker<static_cast<int>(Out::value), detail::kernel_of<Window>, options, bias>{
      detail::initializer_among(given...)});
}
/// Internal: says what is wrong.
template <std::integral Out, class Window, class... Options>
constexpr auto conv2d(Out, Window, Options...) {
  detail::needs_constant<Out, "conv2d", "conv2d(6_c, 5_c)">();
  return [](auto x, std::source_location) { return x; };
}

/// Pooling for sequential: max_pool2d(2_c), avg_pool2d(3_c, stride(2_c), padding(1_c)).
template <class Window, class... Options>
  requires(!std::derived_from<Window, Value>)
constexpr auto max_pool2d(Window, Options...) {
  detail::check_window<"max_pool2d", "max_pool2d(2_c)", 2, Pool2dOptions, Window, Options...>();
  return [](auto x, std::source_location at) {
    constexpr Pool2dOptions options = detail::options_of<Pool2dOptions, Options...>();
    return max_pool2d<detail::kernel_of<Window>, options>(x, at);
  };
}
template <class Window, class... Options>
  requires(!std::derived_from<Window, Value>)
constexpr auto avg_pool2d(Window, Options...) {
  detail::check_window<"avg_pool2d", "avg_pool2d(2_c)", 2, Pool2dOptions, Window, Options...>();
  return [](auto x, std::source_location at) {
    constexpr Pool2dOptions options = detail::options_of<Pool2dOptions, Options...>();
    return avg_pool2d<detail::kernel_of<Window>, options>(x, at);
  };
}

}  // namespace lathe
