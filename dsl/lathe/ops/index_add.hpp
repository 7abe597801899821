// index_add: adds up what goes to the same position, the gradient of take.
#pragma once

#include "lathe/ops/take.hpp"

namespace lathe::ops {
struct IndexAdd {
  static constexpr const char* name = "index_add";
  /// From d[i, j, k] and indices t[j]; the batch axis is summed away where it is one of the indices'.
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &d = in[0], &indices = in[1];
    const int axis = static_cast<int>(attributes.integer("axis")), after = axis + indices.rank;
    if (Message m = not_real(name, d); !m.empty()) return m;
    if (axis < 0 || after > d.rank)
      return Message("index_add: ") << d << " has no axes for indices " << indices << " at axis " << axis;
    Type x;
    x.dtype = d.dtype;
    for (int i = 0; i < axis; ++i) x.extents[x.rank++] = d.extents[i];
    x.extents[x.rank++] = static_cast<int>(attributes.integer("extent"));
    for (int i = after; i < d.rank; ++i) x.extents[x.rank++] = d.extents[i];
    if (d.batched() && (d.batch_axis < axis || d.batch_axis >= after)) {
      x.batch_axis = d.batch_axis < axis ? d.batch_axis : d.batch_axis + 1 - indices.rank;
      x.batch_multiple = d.batch_multiple;
    }
    const Type operands[] = {x, indices};
    const Inferred taken = Take::infer(Operands{operands, 2}, attributes);
    if (!taken.ok()) return taken;
    if (taken.types[0] != d) return Message("index_add: ") << d << " is not what " << x << " is at " << indices;
    return x;
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_index_add({
    .name = IndexAdd::name,
    .formula = "y[i, v, k] = sum over j with t[j] = v of x[i, j, k]",
    .source = "transpose of take",
    .operands = 2,
    .infer = IndexAdd::infer,
    .names = "x, t -> y",
    .attributes = {{"axis", "along which"}, {"extent", "of the axis in the result"}},
    .gradient =
        [](const GradientRule& g) {
          return std::vector{
              apply("take", {g.d(), g.operand(1)}, Attributes{}.set("axis", g.attributes().integer("axis"))), Term{}};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const int axis = static_cast<int>(k.attributes().integer("axis"));
          const Type &result = k.result_type(), &indices = k.operand_type(1);
          auto index = k.outer_all(result, axis);
          auto& at = index[static_cast<std::size_t>(axis)];
          at = k.loop("v", result, axis);
          k.store(0, index, kernel::constant_expr(0, result.dtype));
          std::vector<kernel::Expr> position;
          for (int i = 0; i < indices.rank; ++i) position.push_back(k.loop("t" + std::to_string(i), indices, i));
          auto source = index;
          source.erase(source.begin() + axis);
          source.insert(source.begin() + axis, position.begin(), position.end());
          at = bounded(k.operand(1, position), result.extents[axis]);
          k.accumulate(0, index, k.operand(0, source));
        },
    .samples = {{.operands = {sample_type({3, 2, 4}, true), sample_type({3, 2}, true, DType::i32)},
                 .attributes = Attributes{}.set("axis", 0).set("extent", 5),
                 .high = 4},
                {.operands = {sample_type({3, 6}, true), sample_type({6}, false, DType::i32)},
                 .attributes = Attributes{}.set("axis", 1).set("extent", 4),
                 .high = 3}},
});
}  // namespace lathe::ops
#endif
