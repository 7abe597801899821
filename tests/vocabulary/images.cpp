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
      });
}
