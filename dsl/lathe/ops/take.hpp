// take: positions along one axis, given by an int tensor.
#pragma once

#include "lathe/ops/literal.hpp"

namespace lathe {
namespace ops {
struct Take {
  static constexpr const char* name = "take";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type &x = in[0], &indices = in[1];
    const int axis = static_cast<int>(attributes.integer("axis"));
    if (Message m = not_along(name, x, axis); !m.empty()) return m;
    if (indices.dtype != DType::i32)
      return Message("take: indices ") << indices << " must be int: positions along axis " << axis;
    if (x.rank - 1 + indices.rank > max_rank)
      return Message("take: ") << x << " at " << indices << " has more than " << max_rank << " axes";
    if (x.batched() && indices.batched())
      return Message("take: only one of ") << x << " and " << indices << " may have the batch axis";
    Type y;
    y.dtype = x.dtype;
    for (int i = 0; i < axis; ++i) y.extents[y.rank++] = x.extents[i];
    for (int i = 0; i < indices.rank; ++i) y.extents[y.rank++] = indices.extents[i];
    for (int i = axis + 1; i < x.rank; ++i) y.extents[y.rank++] = x.extents[i];
    if (indices.batched()) y.batch_axis = axis + indices.batch_axis, y.batch_multiple = indices.batch_multiple;
    if (x.batched()) {
      y.batch_axis = x.batch_axis < axis ? x.batch_axis : x.batch_axis - 1 + indices.rank;
      y.batch_multiple = x.batch_multiple;
    }
    return y;
  }
};
}  // namespace ops

/// take<0>(table, indices): positions of axis 0, so that float[words][width] at int[n][t] is float[n][t][width]: the
/// axis gives way to those of the indices, as in NumPy. Indices are 0 … extent-1, others
/// count as the nearest of these. Not along the batch.
template <int axis, class X, class I>
constexpr auto take(Tensor<X> x, Tensor<I> indices, std::source_location at = std::source_location::current()) {
  return apply<ops::Take, Attributes{}.set("axis", ops::from_front(axis, type_of<X>().rank))>(at, x, indices);
}

/// take<0>(x, {0, 2, 2}): the positions listed.
template <int axis, class X, std::size_t n>
constexpr auto take(Tensor<X> x, const int (&positions)[n], std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  constexpr int front = ops::from_front(axis, type.rank);
  if (x.builder && front >= 0 && front < type.rank)
    for (int position : positions)
      if (position < 0 || position >= type.extents[front])
        x.builder->fail(Message("take: position ") << position << " of axis " << front << " of " << type
                                                   << " does not exist, it has " << type.extents[front],
                        at);
  return take<axis>(x, detail::literal<int[n]>(x.builder, positions, at), at);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_take({
    .name = Take::name,
    .formula = "y[i, j, k] = x[i, t[j], k]",
    .source = "as in NumPy",
    .operands = 2,
    .infer = Take::infer,
    .names = "x, t -> y",
    .attributes = {{"axis", "along which"}},
    .gradient =
        [](const GradientRule& g) {
          const auto axis = g.attributes().integer("axis");
          const int extent = g.operand(0).type().extents[axis];
          return std::vector{
              apply("index_add", {g.d(), g.operand(1)}, Attributes{}.set("axis", axis).set("extent", extent)), Term{}};
        },
    .pointwise =
        [](const Point& p) {
          const auto axis = p.index.begin() + p.attributes->integer("axis"), after = axis + p.operand_types[1].rank;
          std::vector<kernel::Expr> source(p.index.begin(), axis);
          source.push_back(
              bounded(p.load(1, {axis, after}), p.operand_types[0].extents[p.attributes->integer("axis")]));
          source.insert(source.end(), after, p.index.end());
          return p.load(0, source);
        },
    .samples = {{.operands = {sample_type({5, 3}), sample_type({3, 2}, true, DType::i32)},
                 .attributes = Attributes{}.set("axis", 0),
                 .high = 4},
                {.operands = {sample_type({3, 4}, true), sample_type({6}, false, DType::i32)},
                 .attributes = Attributes{}.set("axis", 1),
                 .high = 3},
                {.operands = {sample_type({2, 4, 3}, true), sample_type({}, false, DType::i32)},
                 .attributes = Attributes{}.set("axis", 1),
                 .high = 3}},
});
}  // namespace lathe::ops
#endif
