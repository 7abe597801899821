// fold: adds windows, as unfold makes them, up to images.
#pragma once

#include "lathe/ops/unfold.hpp"

namespace lathe::ops {
struct Fold {
  static constexpr const char* name = "fold";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Attribute* image = attributes.find("image");
    if (in[0].rank != 2 || !image || image->count != 3)
      return Message("fold: takes a matrix of windows and the attribute image, not ") << in[0];
    Type y = in[0];
    y.rank = 4;
    for (int axis = 1; axis < 4; ++axis) y.extents[axis] = static_cast<int>(image->ints[axis - 1]);
    if (Message m = window_does_not_fit(name, y, attributes); !m.empty()) return m;
    const int positions = Window(attributes, 0).positions(y.extents[2]) * Window(attributes, 1).positions(y.extents[3]);
    y.extents[0] = in[0].extents[0] / positions;
    if (y.batched()) y.batch_multiple = in[0].batch_multiple / positions;
    return gradient_of(name, in[0], y, Unfold::infer(Operands{&y, 1}, attributes));
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_fold({
    .name = Fold::name,
    .formula = "y[n, c, h, v] = sum over the windows that hold this element",
    .source = "col2im, the transpose of unfold",
    .infer = Fold::infer,
    .attributes =
        {window_kernel, window_stride, window_padding, window_dilation, {"image", "channels, height and width of y"}},
    .made_by = "the pass lower_convolution",
    .gradient = [](const GradientRule& g) { return std::vector{apply("unfold", {g.d()}, g.attributes())}; },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& y = k.result_type();
          const Window vertical(k.attributes(), 0), horizontal(k.attributes(), 1);
          const Type windows = windows_type(y, k.attributes(), y.extents[1]);
          const Type kernel = image_type(y, y.extents[1], vertical.kernel, horizontal.kernel);
          const auto n = k.outer("n", y, 0), c = k.outer("c", y, 1), h = k.outer("h", y, 2), v = k.outer("v", y, 3);
          const auto a = k.loop("a", kernel, 2), b = k.loop("b", kernel, 3);
          const Place row = window_over(vertical, h, a, windows.extents[2]),
                      column = window_over(horizontal, v, b, windows.extents[3]);
          const auto value = k.operand(0, {(n * windows.extents[2] + row.index) * windows.extents[3] + column.index,
                                           (c * kernel.extents[2] + a) * kernel.extents[3] + b});
          k.store(0, {n, c, h, v}, k.sum("sum", {a, b}, where_there(both(row.condition, column.condition), value, 0)));
        },
    .samples = {{.operands = {[] {
                   Type t = sample_type({24, 12});
                   t.batch_axis = 0, t.batch_multiple = 12;
                   return t;
                 }()},
                 .attributes = window_attributes({3, 2}, 1, 0).set("image", {2, 6, 4})},
                {.operands = {[] {
                   Type t = sample_type({6, 8});
                   t.batch_axis = 0, t.batch_multiple = 3;
                   return t;
                 }()},
                 .attributes = window_attributes(2, 2, {1, 0}, {1, 2}).set("image", {2, 5, 4})}},
});
}  // namespace lathe::ops
#endif
