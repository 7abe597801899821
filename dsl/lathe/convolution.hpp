// Layers on images: conv2d, max_pool2d, avg_pool2d.
#pragma once

#include "lathe/layers.hpp"

namespace lathe {

/// Convolution as a module's member, float[n][in][h][w] to float[n][out][…][…]. Parameters: weight
/// float[out][in / groups][kernel][kernel], bias float[out]. Conv2d<1, 6, 5, Conv2dOptions{.padding = 2}>.
template <int in, int out, Size2d kernel, Conv2dOptions options = Conv2dOptions{}, class Element = float,
          auto weight_initializer = Initializer{}, auto bias_initializer = Initializer{}>
struct Conv2d {
  BOOST_HANA_DEFINE_STRUCT(
      Conv2d, (Parameter<Element[out][in / options.groups][kernel.height][kernel.width], weight_initializer>, weight),
      (Parameter<Element[out], bias_initializer>, bias));

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    const Scope scope(x.builder, at);
    return conv2d<options>(x, weight) + reshape<Element[out][1][1]>(bias);
  }
};

/// The same without a bias, which a batch_norm behind it would take away again.
template <int in, int out, Size2d kernel, Conv2dOptions options = Conv2dOptions{}, class Element = float,
          auto weight_initializer = Initializer{}>
struct Conv2dWithoutBias {
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
template <class T>
inline constexpr bool is_integer = false;
template <class Integer, Integer n>
inline constexpr bool is_integer<hana::integral_constant<Integer, n>> = true;

template <class H, class W>
constexpr Size2d size_of(H, W) {
  return {static_cast<int>(H::value), static_cast<int>(W::value)};
}

/// Options as types: each sets its part of Conv2dOptions or Pool2dOptions.
template <Size2d size>
struct Stride {
  template <class Options>
  static constexpr void set(Options& options) { options.stride = size; }
};
template <Size2d size>
struct Padding {
  template <class Options>
  static constexpr void set(Options& options) { options.padding = size; }
};
template <Size2d size>
struct Dilation {
  template <class Options>
  static constexpr void set(Options& options) { options.dilation = size; }
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
constexpr void set_option(Options& options) {
  if constexpr (!std::is_same_v<Given, Initializer>) Given::set(options);
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
constexpr auto stride(H h, W w = {}) {
  return detail::Stride<detail::size_of(h, w)>{};
}
template <class H, class W = H>
constexpr auto padding(H h, W w = {}) {
  return detail::Padding<detail::size_of(h, w)>{};
}
template <class H, class W = H>
constexpr auto dilation(H h, W w = {}) {
  return detail::Dilation<detail::size_of(h, w)>{};
}
template <class N>
constexpr auto groups(N) {
  return detail::Groups<static_cast<int>(N::value)>{};
}
/// A window that is no square: conv2d(6_c, window(3_c, 5_c)).
template <class H, class W>
constexpr auto window(H h, W w) {
  return detail::Kernel<detail::size_of(h, w)>{};
}

/// Convolution for sequential, with the channels of its input: conv2d(6_c, 5_c, padding(2_c)), and an initializer of its
/// weight: conv2d(6_c, 5_c, he_normal()).
template <class Out, class Window, class... Options>
  requires(detail::is_integer<Out>)
constexpr auto conv2d(Out, Window, Options... given) {
  constexpr Conv2dOptions options = detail::options_of<Conv2dOptions, Options...>();
  constexpr bool bias = (!std::is_same_v<Options, detail::NoBias> && ...);
  return detail::Lazy(detail::Conv2dMaker<static_cast<int>(Out::value), detail::kernel_of<Window>, options, bias>{
      detail::initializer_among(given...)});
}

/// Pooling for sequential: max_pool2d(2_c), avg_pool2d(3_c, stride(2_c), padding(1_c)).
template <class Window, class... Options>
  requires(detail::kernel_of<Window> != Size2d(0))
constexpr auto max_pool2d(Window, Options...) {
  return [](auto x, std::source_location at) {
    constexpr Pool2dOptions options = detail::options_of<Pool2dOptions, Options...>();
    return max_pool2d<detail::kernel_of<Window>, options>(x, at);
  };
}
template <class Window, class... Options>
  requires(detail::kernel_of<Window> != Size2d(0))
constexpr auto avg_pool2d(Window, Options...) {
  return [](auto x, std::source_location at) {
    constexpr Pool2dOptions options = detail::options_of<Pool2dOptions, Options...>();
    return avg_pool2d<detail::kernel_of<Window>, options>(x, at);
  };
}

}  // namespace lathe
