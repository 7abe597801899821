// conv2d_weight: the gradient of conv2d with respect to its weight.
#pragma once

#include "lathe/ops/conv2d.hpp"

namespace lathe::ops {
struct Conv2dWeight {
  static constexpr const char* name = "conv2d_weight";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &d = in[0], &x = in[1];
    const Attribute* kernel = attributes.find("kernel");
    const int groups = static_cast<int>(attributes.integer("groups", 1));
    if (d.rank != 4 || x.rank != 4 || !kernel || groups < 1)
      return Message("conv2d_weight: takes gradients and inputs of 4 axes and the attribute kernel, not ")
             << d << " and " << x;
    Type w;
    w.dtype = x.dtype;
    w.rank = 4;
    w.extents[0] = d.extents[1];
    w.extents[1] = x.extents[1] / groups;
    w.extents[2] = static_cast<int>(kernel->ints[0]);
    w.extents[3] = static_cast<int>(kernel->ints[1]);
    const Type operands[] = {x, w};
    return gradient_of(name, d, w, Conv2d::infer(Operands{operands, 2}, attributes));
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_conv2d_weight({
    .name = Conv2dWeight::name,
    .formula = "y[f, c, a, b] = sum over n, i, j of d[n, f, i, j] x[n, c, i stride + a dilation - padding, …]",
    .source = "the gradient of conv2d",
    .operands = 2,
    .infer = Conv2dWeight::infer,
    .names = "d, x -> y",
    .attributes = {window_kernel, window_stride, window_padding, window_dilation, window_groups},
    .define =
        [](kernel::KernelBuilder& k) {
          const Type &d = k.operand_type(0), &x = k.operand_type(1), &w = k.result_type();
          const Window vertical(k.attributes(), 0), horizontal(k.attributes(), 1);
          const int groups = static_cast<int>(k.attributes().integer("groups", 1));
          const auto f = k.outer("f", w, 0), c = k.outer("c", w, 1), a = k.outer("a", w, 2), b = k.outer("b", w, 3);
          const auto n = k.loop("n", d, 0), i = k.loop("i", d, 2), j = k.loop("j", d, 3);
          const Place row = in_image(vertical, i, a, x.extents[2]), column = in_image(horizontal, j, b, x.extents[3]);
          const auto channel = groups == 1 ? c : f / (w.extents[0] / groups) * w.extents[1] + c;
          const auto product = k.operand(0, {n, f, i, j}) * k.operand(1, {n, channel, row.index, column.index});
          k.store(0, {f, c, a, b},
                  k.sum("sum", {n, i, j}, where_there(both(row.condition, column.condition), product, 0)));
        },
    .samples = {{.operands = {sample_type({2, 3, 3, 3}, true), sample_type({2, 2, 5, 4}, true)},
                 .attributes = Attributes{}.set("kernel", {3, 2})},
                {.operands = {sample_type({2, 6, 3, 3}, true), sample_type({2, 4, 6, 5}, true)},
                 .attributes = window_attributes(2, 2, 1, {2, 1}).set("groups", 2)}},
});
}  // namespace lathe::ops
#endif
