// max_pool2d_input: the gradient of max_pool2d.
#pragma once

#include "lathe/ops/max_pool2d.hpp"

namespace lathe::ops {
struct MaxPool2dInput {
  static constexpr const char* name = "max_pool2d_input";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Attribute* image = attributes.find("image");
    if (in[0].rank != 4 || in[1] != with_dtype(in[0], DType::i32) || !image)
      return Message("max_pool2d_input: takes gradients, places and the attribute image, not ")
             << in[0] << " and " << in[1];
    const Type x =
        image_type(in[0], in[0].extents[1], static_cast<int>(image->ints[0]), static_cast<int>(image->ints[1]));
    return gradient_of(name, in[0], x, MaxPool2d::infer(Operands{&x, 1}, attributes));
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_max_pool2d_input({
    .name = MaxPool2dInput::name,
    .formula = "y[n, c, h, v] = sum of d over the windows whose largest element is this one",
    .source = "the gradient of max_pool2d",
    .operands = 2,
    .infer = MaxPool2dInput::infer,
    .names = "d, where -> y",
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
          const auto chosen = k.operand(1, {n, c, row.index, column.index}) == a * horizontal.kernel + b;
          k.store(0, {n, c, h, v},
                  k.sum("sum", {a, b},
                        where_there(both(both(row.condition, column.condition), chosen),
                                    k.operand(0, {n, c, row.index, column.index}), 0)));
        },
    .samples = {{.operands = {sample_type({2, 2, 2, 3}, true), sample_type({2, 2, 2, 3}, true, DType::i32)},
                 .attributes = window_attributes(2, 2, 0).set("image", {4, 6}),
                 .high = 3},
                {.operands = {sample_type({2, 2, 3, 6}, true), sample_type({2, 2, 3, 6}, true, DType::i32)},
                 .attributes = window_attributes({3, 2}, {2, 1}, 1).set("image", {5, 5}),
                 .high = 5}},
});
}  // namespace lathe::ops
#endif
