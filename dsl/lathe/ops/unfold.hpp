// unfold: the windows of images as rows of a matrix, so that a convolution is a matrix product.
#pragma once

#include "lathe/ops/window.hpp"
#include "lathe/tensor.hpp"

namespace lathe::ops {
struct Unfold {
  static constexpr const char* name = "unfold";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type& x = in[0];
    if (Message m = window_does_not_fit(name, x, attributes); !m.empty()) return m;
    const Window vertical(attributes, 0), horizontal(attributes, 1);
    const int positions = vertical.positions(x.extents[2]) * horizontal.positions(x.extents[3]);
    Type y;
    y.dtype = x.dtype;
    y.rank = 2;
    y.extents[0] = x.extents[0] * positions;
    y.extents[1] = x.extents[1] * vertical.kernel * horizontal.kernel;
    if (x.batched()) y.batch_axis = 0, y.batch_multiple = x.batch_multiple * positions;
    return y;
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_unfold({
    .name = Unfold::name,
    .formula = "y[(n, i, j), (c, a, b)] = x[n, c, i stride + a dilation - padding, j …]",
    .source = "im2col, Chellapilla et al. 2006; as PyTorch's unfold, windows by row",
    .infer = Unfold::infer,
    .attributes = {window_kernel, window_stride, window_padding, window_dilation},
    .made_by = "the pass lower_convolution",
    .gradient =
        [](const GradientRule& g) {
          const Type& x = g.operand(0).type();
          Attributes image = g.attributes();
          image.set("image", {x.extents[1], x.extents[2], x.extents[3]});
          return std::vector{apply("fold", {g.d()}, image)};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& x = k.operand_type(0);
          const Window vertical(k.attributes(), 0), horizontal(k.attributes(), 1);
          const Type windows = windows_type(x, k.attributes(), x.extents[1]);
          const Type kernel = image_type(x, x.extents[1], vertical.kernel, horizontal.kernel);
          const auto n = k.outer("n", x, 0), i = k.outer("i", windows, 2), j = k.outer("j", windows, 3);
          const auto c = k.outer("c", x, 1), a = k.outer("a", kernel, 2), b = k.outer("b", kernel, 3);
          const Place row = in_image(vertical, i, a, x.extents[2]), column = in_image(horizontal, j, b, x.extents[3]);
          const auto value = k.operand(0, {n, c, row.index, column.index});
          k.store(0,
                  {(n * windows.extents[2] + i) * windows.extents[3] + j,
                   (c * kernel.extents[2] + a) * kernel.extents[3] + b},
                  where_there(both(row.condition, column.condition), value, 0));
        },
    .samples = {{.operands = {sample_type({2, 2, 5, 4}, true)}, .attributes = window_attributes({3, 2}, 1, 0)},
                {.operands = {sample_type({2, 2, 5, 4}, true)}, .attributes = window_attributes(2, 2, {1, 0}, {1, 2})}},
});
}  // namespace lathe::ops
#endif
