// Putting tensors together and taking them apart: composed of operations, so they have no rules of their own.
#pragma once

#include <array>

#include "lathe/ops/ops.hpp"

namespace lathe {

/// select<1, 3>(x): position 3 of axis 1, which disappears; negative ones count from the end. Not along the batch.
template <int axis, int position, class X>
constexpr auto select(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  constexpr int front = ops::from_front(axis, type.rank);
  detail::check<ops::no_such_axis("select", type, front).empty(), ops::no_such_axis("select", type, front)>();
  constexpr int from = ops::from_front(position, type.extents[front]);
  detail::check<(from >= 0 && from < type.extents[front]), Message("select: position ")
                                                               << position << " of axis " << front << " of " << type
                                                               << " does not exist, it has " << type.extents[front]>();
  const Scope scope(x.builder, at, "select");
  return squeeze<axis>(slice<axis, from, from + 1>(x, at), at);
}

/// stack<0>({a, b, c}): tensors of one shape one after another along a new axis at position 0 of the result. At most 8.
template <int axis, class X, std::size_t n>
constexpr auto stack(const Tensor<X> (&list)[n], std::source_location at = std::source_location::current()) {
  constexpr int rank = type_of<X>().rank + 1, front = ops::from_front(axis, rank);
  detail::check<(front >= 0 && front < rank && rank <= max_rank),
                Message("stack: there is no position ") << axis << " for a new axis of " << type_of<X>()>();
  detail::check<(n <= 8), ops::more_than_8("stack", n)>();
  const Scope scope(list[0].builder, at, "stack");
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    return concat<axis>({unsqueeze<axis>(list[i], at)...}, at);
  }(std::make_index_sequence<n>{});
}

/// chunk<1, 3>(x): axis 1 in 3 equal parts: auto [q, k, v] = chunk<1, 3>(x). Not along the batch.
template <int axis, int parts, class X>
constexpr auto chunk(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  constexpr int front = ops::from_front(axis, type.rank);
  detail::check<ops::no_such_axis("chunk", type, front).empty(), ops::no_such_axis("chunk", type, front)>();
  detail::check<(parts > 0 && type.extents[front] % parts == 0), Message("chunk: axis ") << front << " of " << type
                                                                                         << " does not divide in "
                                                                                         << parts << " equal parts">();
  constexpr int size = type.extents[front] / parts;
  const Scope scope(x.builder, at, "chunk");
  return [&]<int... i>(std::integer_sequence<int, i...>) {
    return std::array{slice<axis, i * size, (i + 1) * size>(x, at)...};
  }(std::make_integer_sequence<int, parts>{});
}

namespace detail {
/// The first n axes in one.
constexpr Type with_merged_axes(const Type& type, int n) {
  Type t;
  t.dtype = type.dtype, t.rank = 1, t.extents[0] = 1;
  for (int i = 0; i < n; ++i) t.extents[0] *= type.extents[i];
  for (int i = n; i < type.rank; ++i) t.extents[t.rank++] = type.extents[i];
  return t;
}
/// The rule of elements_at: a tensor, then a position for each of its first axes.
struct TakesPositions {
  static constexpr Inferred infer(Operands in, const Attributes&) {
    const int n = in.count - 1;
    if (in[0].rank < n)
      return Message(": ") << n << " positions in " << in[0] << ", which has " << ops::axes_of(in[0]).view();
    Inferred all = in[1];
    for (int i = 0; i < n; ++i) {
      if (Message m = ops::not_along("", in[0], i); !m.empty()) return m;
      if (in[1 + i].dtype != DType::i32) return Message(": positions ") << in[1 + i] << " must be int";
      all = ops::broadcast("", all.types[0], in[1 + i]);
      if (!all.ok()) return all;
    }
    return in[0];
  }
};
template <int n, class X>
constexpr auto merge_leading(Tensor<X> x, Location at) {
  constexpr Type type = type_of<X>();
  return apply<ops::Reshape, ops::shape_attributes(with_merged_axes(type, n))>(at, x);
}
}  // namespace detail

/// elements_at(x, i, j): x[i, j], the elements, or what lies behind the first axes, at positions in int tensors that
/// broadcast: for x float[3][5][4] and i, j int[2], float[2][4]. Two or three of them, none along the batch.
template <class X, class I, class J>
constexpr auto elements_at(Tensor<X> x, Tensor<I> i, Tensor<J> j,
                           std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"elements_at", detail::TakesPositions>(at, x, i, j);
  detail::check_batch<detail::TakesPositions>("elements_at", at, x, i, j);
  const auto merged = detail::merge_leading<2>(x, at);
  return take<0>(merged, add(multiply(i, type_of<X>().extents[1], at), j, at), at);
}
template <class X, class I, class J, class K>
constexpr auto elements_at(Tensor<X> x, Tensor<I> i, Tensor<J> j, Tensor<K> k,
                           std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"elements_at", detail::TakesPositions>(at, x, i, j, k);
  detail::check_batch<detail::TakesPositions>("elements_at", at, x, i, j, k);
  const auto merged = detail::merge_leading<3>(x, at);
  const auto row = add(multiply(i, type_of<X>().extents[1], at), j, at);
  return take<0>(merged, add(multiply(row, type_of<X>().extents[2], at), k, at), at);
}

/// embedding(indices, table): row indices[…] of the table for each index, int[n][t] and float[words][width] to
/// float[n][t][width]. Indices must be in 0 … words-1.
template <class I, class W>
constexpr auto embedding(Tensor<I> indices, Tensor<W> table,
                         std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"embedding", ops::Take, Attributes{}.set("axis", 0)>(at, table, indices);
  return take<0>(table, indices, at);
}

}  // namespace lathe
