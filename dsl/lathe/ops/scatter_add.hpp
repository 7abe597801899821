// scatter_add: adds each element to the position along one axis that an int tensor gives for it, the gradient of
// gather.
#pragma once

#include "lathe/ops/gather.hpp"

namespace lathe::ops {
struct ScatterAdd {
  static constexpr const char* name = "scatter_add";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const int axis = static_cast<int>(attributes.integer("axis"));
    if (Message m = not_real(name, in[0]); !m.empty()) return m;
    if (Message m = not_along(name, in[0], axis); !m.empty()) return m;
    Type x = in[0];
    x.extents[axis] = static_cast<int>(attributes.integer("extent"));
    const Type operands[] = {x, in[1]};
    const Inferred gathered = Gather::infer(Operands{operands, 2}, attributes);
    if (!gathered.ok()) return gathered;
    if (gathered.types[0] != in[0]) return Message("scatter_add: indices ") << in[1] << " do not fit " << in[0];
    return x;
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_scatter_add({
    .name = ScatterAdd::name,
    .formula = "y[i, v] = sum over j with t[i, j] = v of x[i, j]",
    .source = "transpose of gather",
    .operands = 2,
    .infer = ScatterAdd::infer,
    .names = "x, t -> y",
    .attributes = {{"axis", "along which"}, {"extent", "of the axis in the result"}},
    .gradient =
        [](const GradientRule& g) {
          return std::vector{
              apply("gather", {g.d(), g.operand(1)}, Attributes{}.set("axis", g.attributes().integer("axis"))), Term{}};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const int axis = static_cast<int>(k.attributes().integer("axis"));
          const Type& result = k.result_type();
          auto index = k.outer_all(result, axis);
          auto& at = index[static_cast<std::size_t>(axis)];
          at = k.loop("v", result, axis);
          k.store(0, index, kernel::constant_expr(0, result.dtype));
          at = k.loop("c", k.operand_type(0), axis);
          const auto source = index;
          at = bounded(k.operand(1, source), result.extents[axis]);
          k.accumulate(0, index, k.operand(0, source));
        },
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true, DType::i32)},
                 .attributes = Attributes{}.set("axis", 1).set("extent", 5),
                 .high = 4},
                {.operands = {sample_type({6, 2}), sample_type({6, 2}, false, DType::i32)},
                 .attributes = Attributes{}.set("axis", 0).set("extent", 4),
                 .high = 3}},
});
}  // namespace lathe::ops
#endif
