#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

template <Conv2dOptions options>
constexpr auto conv = [](auto x, auto w) { return conv2d<options>(x, w); };
template <Size2d window, Pool2dOptions options = Pool2dOptions{}>
constexpr auto max_pool = [](auto x) { return max_pool2d<window, options>(x); };
template <Size2d window, Pool2dOptions options = Pool2dOptions{}>
constexpr auto avg_pool = [](auto x) { return avg_pool2d<window, options>(x); };

/// A layer that is a module, with the parameters given.
template <class Layer>
constexpr auto module_with = [](auto x, auto weight, auto... bias) {
  Layer layer;
  static_cast<Value&>(layer.weight) = weight;
  [[maybe_unused]] const auto set_bias = [](auto& of, auto value) { static_cast<Value&>(of.bias) = value; };
  (set_bias(layer, bias), ...);
  return layer(x);
};

}  // namespace

TEST_CASE("convolution and pooling equal PyTorch's") {
  check_vocabulary(
      "images",
      {
          of<Batched<double[2][3][5][4]>, double[2][3][3][2]>("conv2d", conv<{}>),
          of<Batched<double[2][2][6][5]>, double[3][2][3][3]>("conv2d, stride and padding",
                                                              conv<{.stride = 2, .padding = {1, 2}}>),
          of<Batched<double[2][1][6][5]>, double[2][1][3][2]>("conv2d, dilation",
                                                              conv<{.padding = 1, .dilation = {2, 1}}>),
          of<Batched<double[2][4][4][4]>, double[6][2][3][3]>("conv2d, groups", conv<{.padding = 1, .groups = 2}>),
          of<Batched<double[2][3][2][2]>, double[4][3][1][1]>("conv2d, 1x1", conv<{}>),
          of<Batched<double[3][2][3][4]>, double[2][2][3][4]>("conv2d, whole image", conv<{}>),
          of<Batched<double[2][2][5][4]>>("max_pool2d", max_pool<2>),
          of<Batched<double[2][2][6][5]>>("max_pool2d, overlapping",
                                          max_pool<{3, 2}, {.stride = {2, 1}, .padding = 1}>),
          of<Batched<double[1][1][2][2]>>("max_pool2d, ties", max_pool<2>),
          of<Batched<double[1][2][5][5]>>("max_pool2d, dilation", max_pool<2, {.stride = 1, .dilation = 2}>),
          of<Batched<double[2][2][5][4]>>("avg_pool2d", avg_pool<2>),
          of<Batched<double[2][2][6][5]>>("avg_pool2d, overlapping",
                                          avg_pool<{3, 2}, {.stride = {2, 1}, .padding = 1}>),
          of<Batched<double[2][2][3][4]>>("avg_pool2d, whole image", avg_pool<{3, 4}>),
          of<Batched<double[2][2][3][4]>>("max_pool2d, whole image", max_pool<{3, 4}>),
          of<Batched<double[2][2][3][4]>>("max_pool2d, 1x1", max_pool<1>),
          of<double[1][1][4][4]>("max_pool2d, at the edges", max_pool<2>),
          of<double[1][1][4][4]>("max_pool2d, at the edges with padding", max_pool<2, {.padding = 1}>),
          of<double[1][1][4][4]>("avg_pool2d, at the edges", avg_pool<2>),
          of<double[1][1][4][4], double[1][1][2][2]>("conv2d, at the edges", conv<{}>),
          of<Batched<double[2][3][5][4]>, double[2][3][3][3], double[2]>(
              "conv2d with bias", module_with<Conv2d<3, 2, 3, Conv2dOptions{}, double>>),
          of<Batched<double[2][4][5][4]>, double[6][2][3][2], double[6]>(
              "conv2d with bias, of all options",
              module_with<Conv2d<4, 6, {3, 2}, {.stride = {2, 1}, .padding = {1, 2}, .dilation = {1, 2}, .groups = 2},
                                 double>>),
          of<Batched<double[2][3][3][4]>, double[2][3][2][2]>(
              "conv2d without bias", module_with<Conv2dWithoutBias<3, 2, 2, {.padding = 1}, double>>),
          of<Batched<double[2][3][5][4]>>(
              "conv2d as a layer", [](auto x) { return sequential(conv2d(4_c, 3_c, stride(2_c), padding(1_c)))(x); }),
          of<Batched<double[2][4][6][4]>>("conv2d as a layer, of all options",
                                          [](auto x) {
                                            return sequential(conv2d(2_c, window(2_c, 3_c), stride(2_c, 1_c),
                                                                     padding(0_c, 1_c), dilation(2_c, 1_c),
                                                                     groups(2_c)))(x);
                                          }),
          of<Batched<double[2][3][3][4]>>("conv2d as a layer without bias",
                                          [](auto x) { return sequential(conv2d(2_c, window(3_c, 2_c), no_bias))(x); }),
          of<Batched<double[2][1][6][5]>>("layers sized by what they get",
                                          [](auto x) {
                                            return sequential(
                                                conv2d(2_c, 3_c, padding(1_c)), max_pool2d(2_c), relu,
                                                conv2d(3_c, window(2_c, 1_c)),
                                                avg_pool2d(window(1_c, 2_c), stride(1_c), padding(0_c, 1_c)), flatten,
                                                affine(2_c))(x);
                                          }),
      });
}
