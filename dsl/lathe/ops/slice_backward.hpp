// slice_backward: the gradient of slice, zeros where it took nothing.
#pragma once

#include "lathe/ops/slice.hpp"

namespace lathe::ops {
struct SliceBackward {
  static constexpr const char* name = "slice_backward";
  static constexpr Inferred infer(Operands in, const Attributes& a) {
    const int axis = static_cast<int>(a.integer("axis"));
    if (Message m = not_along(name, in[0], axis); !m.empty()) return m;
    Type x = in[0];
    x.extents[axis] = static_cast<int>(a.integer("extent"));
    const Inferred y = Slice::infer(Operands{&x, 1}, a);
    if (!y.ok()) return y;
    if (y.types[0] != in[0]) return Message("slice_backward: ") << in[0] << " is no slice of " << x;
    return x;
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_slice_backward({
    .name = SliceBackward::name,
    .formula = "y[start + step i] = x[i], and 0 elsewhere",
    .source = "transpose of slice",
    .infer = SliceBackward::infer,
    .attributes = {{"axis", "along which"},
                   {"start", "the first position"},
                   {"stop", "the position before which it ends"},
                   {"step", "from one position to the next; 1 where there is none"},
                   {"extent", "of the axis in the result"}},
    .gradient = [](const GradientRule& g) { return std::vector{apply("slice", {g.d()}, g.attributes())}; },
    .define =
        [](kernel::KernelBuilder& k) {
          const Attributes& a = k.attributes();
          const int axis = static_cast<int>(a.integer("axis"));
          const Type& result = k.result_type();
          auto index = k.outer_all(result, axis);
          auto& at = index[static_cast<std::size_t>(axis)];
          at = k.loop("c", result, axis);
          k.store(0, index, kernel::constant_expr(0, result.dtype));
          const auto taken = k.loop("s", k.operand_type(0), axis);
          at = taken;
          const auto d = k.operand(0, index);
          at = kernel::strided(taken, static_cast<int>(a.integer("start")), static_cast<int>(a.integer("step", 1)));
          k.store(0, index, d);
        },
    .samples =
        {{.operands = {sample_type({3, 3}, true)},
          .attributes = Attributes{}.set("axis", 1).set("start", 1).set("stop", 6).set("step", 2).set("extent", 7)},
         {.operands = {sample_type({2, 3})},
          .attributes = Attributes{}.set("axis", 0).set("start", 3).set("stop", 1).set("step", -1).set("extent", 4)}},
});
}  // namespace lathe::ops
#endif
