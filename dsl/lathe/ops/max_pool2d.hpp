// max_pool2d: the largest element of each window of each channel.
#pragma once

#include "lathe/ops/window.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct MaxPool2d {
  static constexpr const char* name = "max_pool2d";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (Message m = window_does_not_fit(name, in[0], attributes); !m.empty()) return m;
    for (int d = 0; d < 2; ++d)
      if (const Window w(attributes, d); 2 * w.padding > w.kernel)
        return Message("max_pool2d: padding ") << w.padding << " is more than half of the window, " << w.kernel;
    const Type y = windows_type(in[0], attributes, in[0].extents[1]);
    return Inferred(y, with_dtype(y, DType::i32));
  }
};
}  // namespace ops

/// How a pooling's windows lie; a stride of 0 is the window's size: Pool2dOptions{.stride = 2, .padding = 1}.
struct Pool2dOptions {
  Size2d stride = 0, padding = 0, dilation = 1;
  friend constexpr bool operator==(const Pool2dOptions&, const Pool2dOptions&) = default;

  constexpr Attributes attributes(Size2d window) const {
    return ops::window_attributes(window, stride == Size2d(0) ? window : stride, padding, dilation);
  }
};

/// max_pool2d<window, options>(x): float[n][channels][h][w] to float[n][channels][(h + 2 padding - window) / stride +
/// 1][…]: the largest element of each window, the first of equals; padding is never the largest. As PyTorch's, windows
/// that do not fit are dropped.
template <Size2d window, Pool2dOptions options = Pool2dOptions{}, class X>
constexpr auto max_pool2d(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Attributes attributes = options.attributes(window);
  return apply<ops::MaxPool2d, attributes>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include <limits>

#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_max_pool2d({
    .name = MaxPool2d::name,
    .formula = "y[n, c, i, j] = max over a, b of x[n, c, i stride + a - padding, j …]; where: the place in the window",
    .source = "as PyTorch's max_pool2d",
    .infer = MaxPool2d::infer,
    .names = "x -> y, where",
    .attributes = {window_kernel, window_stride, window_padding},
    .gradient =
        [](const GradientRule& g) {
          const Type& x = g.operand(0).type();
          Attributes image = g.attributes();
          image.set("image", {x.extents[2], x.extents[3]});
          return std::vector{apply("max_pool2d_input", {g.d(), g.result(1)}, image)};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& x = k.operand_type(0);
          const Window vertical(k.attributes(), 0), horizontal(k.attributes(), 1);
          Type window = x;
          window.batch_axis = -1;
          window.extents[0] = vertical.kernel * horizontal.kernel;
          const auto index = k.outer_all(k.result_type());
          const auto place = k.loop("place", window, 0);
          const auto a = place / horizontal.kernel, b = call(kernel::Function::remainder, {place, horizontal.kernel});
          const Place row = in_image(vertical, index[2], a, x.extents[2]),
                      column = in_image(horizontal, index[3], b, x.extents[3]);
          const auto value = k.operand(0, {index[0], index[1], row.index, column.index});
          const auto there =
              where_there(both(row.condition, column.condition), value, -std::numeric_limits<double>::infinity());
          const auto where = k.argmax("where", place, there), largest = k.maximum("largest", {place}, there);
          // Where nothing is more than the padding, the first that is none.
          const auto first =
              first_in_image(vertical, index[2]) * horizontal.kernel + first_in_image(horizontal, index[3]);
          const bool padded = vertical.padding || horizontal.padding;
          k.store(1, index, padded ? select(largest == -std::numeric_limits<double>::infinity(), first, where) : where);
          k.store(0, index, largest);
        },
    .samples = {{.operands = {sample_type({2, 2, 4, 6}, true)}, .attributes = window_attributes(2, 2, 0)},
                {.operands = {sample_type({2, 2, 5, 5}, true)}, .attributes = window_attributes({3, 2}, {2, 1}, 1)}},
});
}  // namespace lathe::ops
#endif
