// avg_pool2d_input: the gradient of avg_pool2d.
#pragma once

#include "lathe/ops/avg_pool2d.hpp"

namespace lathe::ops {
struct AvgPool2dInput {
  static constexpr const char* name = "avg_pool2d_input";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Attribute* image = attributes.find("image");
    if (in[0].rank != 4 || !image)
      return Message("avg_pool2d_input: takes gradients of 4 axes and the attribute image, not ") << in[0];
    const Type x =
        image_type(in[0], in[0].extents[1], static_cast<int>(image->ints[0]), static_cast<int>(image->ints[1]));
    return gradient_of(name, in[0], x, AvgPool2d::infer(Operands{&x, 1}, attributes));
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_avg_pool2d_input({
    .name = AvgPool2dInput::name,
    .formula = "y[n, c, h, v] = sum of d over the windows that hold this element, divided by their size",
    .source = "the gradient of avg_pool2d",
    .infer = AvgPool2dInput::infer,
    .names = "d -> y",
    .attributes = {window_kernel, window_stride, window_padding, window_image},
    .define =
        [](kernel::KernelBuilder& k) {
          const Type &d = k.operand_type(0), &y = k.result_type();
          const Window vertical(k.attributes(), 0), horizontal(k.attributes(), 1);
          const Type window = image_type(y, 1, vertical.kernel, horizontal.kernel);
          const auto n = k.outer("n", y, 0), c = k.outer("c", y, 1), h = k.outer("h", y, 2), v = k.outer("v", y, 3);
          const auto a = k.loop("a", window, 2), b = k.loop("b", window, 3);
          const Place row = window_over(vertical, h, a, d.extents[2]),
                      column = window_over(horizontal, v, b, d.extents[3]);
          const auto sum = k.sum(
              "sum", {a, b},
              where_there(both(row.condition, column.condition), k.operand(0, {n, c, row.index, column.index}), 0));
          k.store(0, {n, c, h, v}, sum * (1.0 / (vertical.kernel * horizontal.kernel)));
        },
    .samples = {{.operands = {sample_type({2, 2, 2, 3}, true)},
                 .attributes = window_attributes(2, 2, 0).set("image", {4, 6})},
                {.operands = {sample_type({2, 2, 3, 6}, true)},
                 .attributes = window_attributes({3, 2}, {2, 1}, 1).set("image", {5, 5})}},
});
}  // namespace lathe::ops
#endif
