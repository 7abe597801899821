// reshape: the same elements in the same order under another shape.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Reshape {
  static constexpr const char* name = "reshape";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    Type to = shape_from(attributes, in[0].dtype);
    if (to.elements() != in[0].elements())
      return Message("reshape: ") << in[0] << " has " << in[0].elements() << " elements but " << to << " has "
                                  << to.elements();
    if (!in[0].batched() && to.batched())
      return Message("reshape: ") << in[0] << " has no batch axis, so that the result has none";
    if (!in[0].batched()) return to;
    // Axes of extent 1 come and go wherever the batch is; a rule that makes such a reshape says where it is then.
    if (to.batched() && differ_by_unit_axes(in[0], to) && to.batch_multiple == in[0].batch_multiple &&
        to.extents[to.batch_axis] == in[0].extents[in[0].batch_axis] && before_batch(to) == before_batch(in[0]))
      return to;
    if (to.rank == 0 || in[0].batch_axis != 0)
      return Message("reshape: the batch must be the first axis of ") << in[0] << " and of the result";
    const int batch = in[0].extents[0] / in[0].batch_multiple;
    if (to.extents[0] % batch != 0)
      return Message("reshape: the first extent of ") << to << " is not a multiple of the batch, " << batch;
    to.batch_axis = 0;
    to.batch_multiple = to.extents[0] / batch;
    return to;
  }
  /// Elements in front of the batch axis, for one place in it.
  static constexpr std::int64_t before_batch(const Type& t) {
    std::int64_t n = 1;
    for (int axis = 0; axis < t.batch_axis; ++axis) n *= t.extents[axis];
    return n;
  }
  /// The shape with these extents, of which one may be -1: what is left of t's elements.
  static constexpr Attributes to_extents(const Type& t, std::initializer_list<int> extents) {
    Type to;
    for (int e : extents) to.extents[to.rank++] = e < 0 ? 1 : e;
    const std::int64_t rest = t.elements() / to.elements();
    int i = 0;
    for (int e : extents) to.extents[i++] = e < 0 ? static_cast<int>(rest) : e;
    return shape_attributes(to);
  }
};

/// With a new axis of extent 1.
constexpr Type with_unit_axis(const Type& t, int position) {
  Type out = t;
  for (int i = out.rank++; i > position; --i) out.extents[i] = out.extents[i - 1];
  out.extents[position] = 1;
  if (out.batch_axis >= position) ++out.batch_axis;
  return out;
}
}  // namespace ops

namespace detail {
/// Reshape to a type that differs by axes of extent 1; where the batch is then, only the traced type says.
template <Type to, class X>
constexpr auto reshape_with_batch(Tensor<X> x, const Type& traced, std::source_location at) {
  Attributes batch;
  if (traced.batched()) batch.set("batch", {traced.batch_axis, traced.batch_multiple});
  return apply<ops::Reshape, ops::shape_attributes(to)>(at, batch, x);
}

struct Flatten {
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    check<(type_of<X>().rank > 0), Message("flatten: takes at least one axis, not a scalar")>();
    const Scope scope(x.builder, at, "flatten");
    return apply<ops::Reshape, ops::Reshape::to_extents(type_of<X>(), {type_of<X>().extents[0], -1})>(at, x);
  }
};
}  // namespace detail

/// reshape<float[100][784]>(x): the elements of x in row-major order under another shape; no copy is made.
template <class To, class X>
constexpr auto reshape(Tensor<X> x, std::source_location at = std::source_location::current()) {
  return apply<ops::Reshape, ops::shape_attributes(type_of<To>())>(at, x);
}

/// reshape<100, -1>(x): the same by extents; one of them may be -1, which takes what is left.
template <int... extents, class X>
  requires(sizeof...(extents) > 0)
constexpr auto reshape(Tensor<X> x, std::source_location at = std::source_location::current()) {
  static_assert(sizeof...(extents) <= max_rank, "reshape: a tensor has at most 6 axes");
  static_assert(((extents > 0 || extents == -1) && ...) && ((extents == -1) + ...) <= 1,
                "reshape: extents are at least 1, and one of them may be -1");
  constexpr std::int64_t given = (std::int64_t{1} * ... * (extents < 0 ? 1 : extents)), all = type_of<X>().elements();
  detail::check<(((extents > 0) && ...) || all % given == 0), Message("reshape: the ")
                                                                  << all << " elements of " << type_of<X>()
                                                                  << " are no multiple of " << given>();
  return apply<ops::Reshape, ops::Reshape::to_extents(type_of<X>(), {extents...})>(at, x);
}

/// flatten(x): all axes but the first in one, float[n][28][28] to float[n][784]; as torch.nn.Flatten, and a layer as
/// that is: sequential(flatten, affine(50_c)).
inline constexpr detail::Flatten flatten;

/// unsqueeze<1>(x): a new axis of extent 1 at position 1 of the result; a negative one counts from the end.
template <int axis, class X>
constexpr auto unsqueeze(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr int rank = type_of<X>().rank + 1, position = ops::from_front(axis, rank);
  detail::check<(position >= 0 && position < rank && rank <= max_rank),
                Message("unsqueeze: there is no position ") << axis << " for a new axis of " << type_of<X>()>();
  const Scope scope(x.builder, at, "unsqueeze");
  return detail::reshape_with_batch<ops::with_unit_axis(type_of<X>(), position)>(
      x, ops::with_unit_axis(detail::traced_type(x), position), at);
}

/// squeeze<1>(x): without axis 1, whose extent must be 1; a negative axis counts from the end.
template <int axis, class X>
constexpr auto squeeze(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  constexpr int front = ops::from_front(axis, type.rank);
  detail::check<ops::no_such_axis("squeeze", type, front).empty(), ops::no_such_axis("squeeze", type, front)>();
  detail::check<type.extents[front] == 1, Message("squeeze: axis ") << front << " of " << type << " has extent "
                                                                    << type.extents[front] << ", must have 1">();
  const Scope scope(x.builder, at, "squeeze");
  return detail::reshape_with_batch<ops::without_axis(type, front, false)>(
      x, ops::without_axis(detail::traced_type(x), front, false), at);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_reshape({
    .name = Reshape::name,
    .formula = "y = x, row-major order kept",
    .source = "reshape as in NumPy",
    .infer = Reshape::infer,
    .attributes = {{"shape", "extents of the result"},
                   {"batch", "which axis of the result is the batch, and how many of its positions belong to a row"}},
    .gradient = [](const GradientRule& g) { return std::vector{reshape_to(g.d(), g.operand(0).type())}; },
    .pointwise =
        [](const Point& p) {
          const Type &from = p.operand_types[0], &to = p.result;
          std::vector<kernel::Expr> source(static_cast<std::size_t>(from.rank), kernel::constant_expr(0, DType::i32));
          if (differ_by_unit_axes(from, to)) {
            int j = 0;
            for (int i = 0; i < from.rank; ++i) {
              if (from.extents[i] == 1) continue;
              while (to.extents[j] == 1) ++j;
              source[static_cast<std::size_t>(i)] = p.index[static_cast<std::size_t>(j++)];
            }
            return p.load(0, source);
          }
          // Elements are numbered in row-major order on both sides.
          kernel::Expr flat = kernel::constant_expr(0, DType::i32);
          for (int i = 0; i < to.rank; ++i) flat = flat * to.extents[i] + p.index[static_cast<std::size_t>(i)];
          for (int i = from.rank; i-- > 0;) {
            const kernel::Expr extent = kernel::constant_expr(from.extents[i], DType::i32);
            source[static_cast<std::size_t>(i)] = i ? call(kernel::Function::remainder, {flat, extent}) : flat;
            flat = flat / extent;
          }
          return p.load(0, source);
        },
    .view = true,
    .samples = {{.operands = {sample_type({3, 4}, true)}, .attributes = shape_attributes(sample_type({3, 2, 2}, true))},
                {.operands = {sample_type({2, 3})}, .attributes = shape_attributes(sample_type({6}))}},
});
}  // namespace lathe::ops
#endif
