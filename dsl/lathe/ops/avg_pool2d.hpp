// avg_pool2d: the mean of each window of each channel.
#pragma once

#include "lathe/ops/max_pool2d.hpp"

namespace lathe {
namespace ops {
struct AvgPool2d {
  static constexpr const char* name = "avg_pool2d";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (Message m = window_does_not_fit(name, in[0], attributes); !m.empty()) return m;
    for (int d = 0; d < 2; ++d)
      if (const Window w(attributes, d); 2 * w.padding > w.kernel)
        return Message("avg_pool2d: padding ") << w.padding << " is more than half of the window, " << w.kernel;
    return windows_type(in[0], attributes, in[0].extents[1]);
  }
};
}  // namespace ops

/// avg_pool2d<window, options>(x): as max_pool2d, with the mean of each window. Padding counts as zeros.
template <Size2d window, Pool2dOptions options = Pool2dOptions{}, class X>
constexpr auto avg_pool2d(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Attributes attributes = options.attributes(window);
  return apply<ops::AvgPool2d, attributes>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_avg_pool2d({
    .name = AvgPool2d::name,
    .formula = "y[n, c, i, j] = mean over a, b of x[n, c, i stride + a - padding, j …]",
    .source = "as PyTorch's avg_pool2d",
    .infer = AvgPool2d::infer,
    .attributes = {window_kernel, window_stride, window_padding},
    .gradient =
        [](const GradientRule& g) {
          const Type& x = g.operand(0).type();
          Attributes image = g.attributes();
          image.set("image", {x.extents[2], x.extents[3]});
          return std::vector{apply("avg_pool2d_input", {g.d()}, image)};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& x = k.operand_type(0);
          const Window vertical(k.attributes(), 0), horizontal(k.attributes(), 1);
          const Type window = image_type(x, 1, vertical.kernel, horizontal.kernel);
          const auto index = k.outer_all(k.result_type());
          const auto a = k.loop("a", window, 2), b = k.loop("b", window, 3);
          const Place row = in_image(vertical, index[2], a, x.extents[2]),
                      column = in_image(horizontal, index[3], b, x.extents[3]);
          const auto value = k.operand(0, {index[0], index[1], row.index, column.index});
          const auto sum = k.sum("sum", {a, b}, where_there(both(row.condition, column.condition), value, 0));
          k.store(0, index, sum * (1.0 / (vertical.kernel * horizontal.kernel)));
        },
    .samples = {{.operands = {sample_type({2, 2, 4, 6}, true)}, .attributes = window_attributes(2, 2, 0)},
                {.operands = {sample_type({2, 2, 5, 5}, true)}, .attributes = window_attributes({3, 2}, {2, 1}, 1)}},
});
}  // namespace lathe::ops
#endif
