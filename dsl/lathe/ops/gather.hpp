// gather: along one axis, the position that an int tensor of the same rank gives for each element.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Gather {
  static constexpr const char* name = "gather";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &x = in[0], &indices = in[1];
    const int axis = static_cast<int>(attributes.integer("axis"));
    if (Message m = not_along(name, x, axis); !m.empty()) return m;
    if (indices.dtype != DType::i32)
      return Message("gather: indices ") << indices << " must be int: positions along axis " << axis;
    Type y = x;
    if (indices.rank == x.rank) y.extents[axis] = indices.extents[axis];
    if (!same_extents(y, indices))
      return Message("gather: indices ") << indices << " and " << x << " differ in more than axis " << axis;
    if (with_dtype(indices, x.dtype) != y)
      return Message("gather: ") << x << " and indices " << indices << " differ in their batch axis"
                                 << without_batch(x, indices);
    return y;
  }
};
}  // namespace ops

/// gather<1>(x, indices): y[n][c] = x[n][indices[n][c]], as in PyTorch; all extents but that of the axis are the same.
/// Indices are 0 … extent-1, others count as the nearest of these. Not along the batch.
template <int axis, class X, class I>
constexpr auto gather(Tensor<X> x, Tensor<I> indices, std::source_location at = std::source_location::current()) {
  return apply<ops::Gather, Attributes{}.set("axis", ops::from_front(axis, type_of<X>().rank))>(at, x, indices);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_gather({
    .name = Gather::name,
    .formula = "y[i, j] = x[i, t[i, j]]",
    .source = "as in PyTorch",
    .operands = 2,
    .infer = Gather::infer,
    .names = "x, t -> y",
    .attributes = {{"axis", "along which"}},
    .gradient =
        [](const GradientRule& g) {
          const auto axis = g.attributes().integer("axis");
          const int extent = g.operand(0).type().extents[axis];
          return std::vector{
              apply("scatter_add", {g.d(), g.operand(1)}, Attributes{}.set("axis", axis).set("extent", extent)),
              Term{}};
        },
    .pointwise =
        [](const Point& p) {
          auto source = p.index;
          const auto axis = p.attributes->integer("axis");
          source[static_cast<std::size_t>(axis)] = bounded(p.load(1, p.index), p.operand_types[0].extents[axis]);
          return p.load(0, source);
        },
    .samples = {{.operands = {sample_type({3, 5}, true), sample_type({3, 4}, true, DType::i32)},
                 .attributes = Attributes{}.set("axis", 1),
                 .high = 4},
                {.operands = {sample_type({4, 2}), sample_type({6, 2}, false, DType::i32)},
                 .attributes = Attributes{}.set("axis", 0),
                 .high = 3}},
});
}  // namespace lathe::ops
#endif
