// conv2d_input: the gradient of conv2d with respect to its input.
#pragma once

#include "lathe/ops/conv2d.hpp"

namespace lathe::ops {
struct Conv2dInput {
  static constexpr const char* name = "conv2d_input";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &d = in[0], &w = in[1];
    const Attribute* image = attributes.find("image");
    if (d.rank != 4 || w.rank != 4 || !image)
      return Message("conv2d_input: takes gradients and weights of 4 axes and the attribute image, not ")
             << d << " and " << w;
    const Type x = image_type(d, w.extents[1] * static_cast<int>(attributes.integer("groups", 1)),
                              static_cast<int>(image->ints[0]), static_cast<int>(image->ints[1]));
    const Type operands[] = {x, w};
    return gradient_of(name, d, x, Conv2d::infer(Operands{operands, 2}, attributes));
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_conv2d_input({
    .name = Conv2dInput::name,
    .formula = "y[n, c, h, v] = sum over f, a, b of d[n, f, (h + padding - a dilation) / stride, …] w[f, c, a, b]",
    .source = "the gradient of conv2d, gathered: windows that do not lie on the stride have no part",
    .operands = 2,
    .infer = Conv2dInput::infer,
    .names = "d, w -> y",
    .attributes = {window_kernel, window_stride, window_padding, window_dilation, window_groups, window_image},
    .define =
        [](kernel::KernelBuilder& k) {
          const Type &d = k.operand_type(0), &w = k.operand_type(1), &y = k.result_type();
          const Window vertical(k.attributes(), 0), horizontal(k.attributes(), 1);
          const int groups = static_cast<int>(k.attributes().integer("groups", 1));
          const auto n = k.outer("n", y, 0), c = k.outer("c", y, 1), h = k.outer("h", y, 2), v = k.outer("v", y, 3);
          Type outputs = w;
          outputs.extents[0] /= groups;
          const auto f = k.loop("f", outputs, 0), a = k.loop("a", w, 2), b = k.loop("b", w, 3);
          const Place row = window_over(vertical, h, a, d.extents[2]),
                      column = window_over(horizontal, v, b, d.extents[3]);
          const auto filter = groups == 1 ? f : c / w.extents[1] * outputs.extents[0] + f;
          const auto channel = groups == 1 ? c : call(kernel::Function::remainder, {c, w.extents[1]});
          const auto product =
              k.operand(0, {n, filter, row.index, column.index}) * k.operand(1, {filter, channel, a, b});
          k.store(0, {n, c, h, v},
                  k.sum("sum", {f, a, b}, where_there(both(row.condition, column.condition), product, 0)));
        },
    .samples = {{.operands = {sample_type({2, 3, 3, 3}, true), sample_type({3, 2, 3, 2})},
                 .attributes = Attributes{}.set("kernel", {3, 2}).set("image", {5, 4})},
                {.operands = {sample_type({2, 6, 3, 3}, true), sample_type({6, 2, 2, 2})},
                 .attributes = window_attributes(2, 2, 1, {2, 1}).set("groups", 2).set("image", {6, 5})}},
});
}  // namespace lathe::ops
#endif
