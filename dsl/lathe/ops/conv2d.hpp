// conv2d: cross-correlation of images with kernels.
#pragma once

#include "lathe/ops/window.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Conv2d {
  static constexpr const char* name = "conv2d";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &x = in[0], &w = in[1];
    Attributes window = attributes;
    const int groups = static_cast<int>(attributes.integer("groups", 1));
    if (w.rank != 4)
      return Message("conv2d: weight ") << w << " has " << axes_of(w).view()
                                        << ", takes 4: float[outputs][channels][height][width]";
    if (const Attribute* kernel = attributes.find("kernel")) {
      if (kernel->ints[0] != w.extents[2] || kernel->ints[1] != w.extents[3])
        return Message("conv2d: the kernel is ") << kernel->ints[0] << " x " << kernel->ints[1] << " but weight " << w;
    } else {
      window.set("kernel", {w.extents[2], w.extents[3]});
    }
    if (Message m = window_does_not_fit(name, x, window); !m.empty()) return m;
    if (w.dtype != x.dtype)
      return Message("conv2d: input ") << x << " and weight " << w << " must have one element type";
    if (w.batched()) return Message("conv2d: weight ") << w << " depends on the batch";
    if (groups < 1 || x.extents[1] % groups != 0 || w.extents[0] % groups != 0)
      return Message("conv2d: ") << groups << " groups do not divide the " << x.extents[1] << " channels of " << x
                                 << " and the " << w.extents[0] << " of weight " << w;
    if (x.extents[1] / groups != w.extents[1])
      return Message("conv2d: input ") << x << " has " << x.extents[1] / groups << " channels"
                                       << (groups > 1 ? " a group" : "") << " but weight " << w << " takes "
                                       << w.extents[1];
    return windows_type(x, window, w.extents[0]);
  }
  /// With the kernel's size, which a node has in its weight.
  static constexpr Attributes with_kernel(Attributes a, int height, int width) {
    return a.set("kernel", {height, width});
  }
};
}  // namespace ops

/// How a convolution's windows lie: Conv2dOptions{.stride = 2, .padding = {1, 2}}.
struct Conv2dOptions {
  Size2d stride = 1, padding = 0, dilation = 1;
  int groups = 1;
  friend constexpr bool operator==(const Conv2dOptions&, const Conv2dOptions&) = default;

  constexpr Attributes attributes() const {
    Attributes a;
    a.set("stride", {stride.height, stride.width}).set("padding", {padding.height, padding.width});
    a.set("dilation", {dilation.height, dilation.width}).set("groups", groups);
    return a;
  }
};

/// conv2d<options>(x, w): for x float[n][channels][h][width] and w float[outputs][channels / groups][kh][kw],
///   y[n, f, i, j] = sum over c, a, b of x[n, c, i stride + a dilation - padding, …] w[f, c, a, b],
/// float[n][outputs][(h + 2 padding - dilation (kh - 1) - 1) / stride + 1][…]. Padding is zeros. As PyTorch's conv2d.
template <Conv2dOptions options = Conv2dOptions{}, class X, class W>
constexpr auto conv2d(Tensor<X> x, Tensor<W> w, std::source_location at = std::source_location::current()) {
  constexpr Attributes attributes = options.attributes();
  return apply<ops::Conv2d, attributes>(at, x, w);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_conv2d({
    .name = Conv2d::name,
    .formula = "y[n, f, i, j] = sum over c, a, b of x[n, c, i stride + a dilation - padding, j …] w[f, c, a, b]",
    .source = "cross-correlation, as PyTorch's conv2d",
    .operands = 2,
    .infer = Conv2d::infer,
    .names = "x, w -> y",
    .attributes = {window_stride, window_padding, window_dilation, window_groups},
    .gradient =
        [](const GradientRule& g) {
          const Type &x = g.operand(0).type(), &w = g.operand(1).type();
          const Attributes kernel = Conv2d::with_kernel(g.attributes(), w.extents[2], w.extents[3]);
          Attributes image = kernel;
          return std::vector{
              apply("conv2d_input", {g.d(), g.operand(1)}, image.set("image", {x.extents[2], x.extents[3]})),
              apply("conv2d_weight", {g.d(), g.operand(0)}, kernel)};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type &x = k.operand_type(0), &w = k.operand_type(1);
          const Attributes attributes = Conv2d::with_kernel(k.attributes(), w.extents[2], w.extents[3]);
          const Window vertical(attributes, 0), horizontal(attributes, 1);
          const int groups = static_cast<int>(attributes.integer("groups", 1));
          const auto n = k.outer("n", x, 0), f = k.outer("f", w, 0);
          const auto i = k.outer("i", k.result_type(), 2), j = k.outer("j", k.result_type(), 3);
          const auto c = k.loop("c", w, 1), a = k.loop("a", w, 2), b = k.loop("b", w, 3);
          const Place row = in_image(vertical, i, a, x.extents[2]), column = in_image(horizontal, j, b, x.extents[3]);
          const auto channel = groups == 1 ? c : f / (w.extents[0] / groups) * w.extents[1] + c;
          const auto product = k.operand(0, {n, channel, row.index, column.index}) * k.operand(1, {f, c, a, b});
          k.store(0, {n, f, i, j},
                  k.sum("sum", {c, a, b}, where_there(both(row.condition, column.condition), product, 0)));
        },
    .samples = {{.operands = {sample_type({2, 2, 5, 4}, true), sample_type({3, 2, 3, 2})}},
                {.operands = {sample_type({2, 2, 6, 5}, true), sample_type({2, 2, 3, 3})},
                 .attributes = Conv2dOptions{.stride = 2, .padding = {1, 2}, .dilation = {2, 1}}.attributes()},
                {.operands = {sample_type({2, 4, 3, 3}, true), sample_type({6, 2, 2, 2})},
                 .attributes = Conv2dOptions{.padding = 1, .groups = 2}.attributes()}},
});
}  // namespace lathe::ops
#endif
