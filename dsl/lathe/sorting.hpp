// Sorted values: composed of argsort and gather, through which gradients go back to where the values came from.
#pragma once

#include "lathe/ops/ops.hpp"

namespace lathe {

/// sort(x), sort<0>(x, Order::descending): the elements along the last axis, or another, in order; see argsort, which
/// also says where they were.
template <int axis = -1, class X>
constexpr auto sort(Tensor<X> x, Order order = Order::ascending,
                    std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"sort", ops::Argsort, ops::axis_attribute(axis, type_of<X>().rank)>(at, x);
  return gather<axis>(x, argsort<axis>(x, order, at), at);
}

/// What topk returns.
template <class Values, class Indices>
struct TopK {
  Values values;
  Indices indices;
};

/// topk<3>(x), topk<3, 0>(x): the 3 largest elements along the last axis, or another, the largest first, and their
/// positions: auto [values, indices] = topk<3>(x). Order::ascending gives the smallest. See argsort.
template <int k, int axis = -1, class X>
constexpr auto topk(Tensor<X> x, Order order = Order::descending,
                    std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  constexpr int front = ops::from_front(axis, type.rank);
  detail::check<ops::no_such_axis("topk", type, front).empty(), ops::no_such_axis("topk", type, front)>();
  detail::check<(k > 0 && k <= type.extents[front]), Message("topk: ") << k << " of axis " << front << " of " << type
                                                                       << ", which has " << type.extents[front]>();
  const Scope scope(x.builder, at, "topk");
  auto indices = slice<axis, 0, k>(argsort<axis>(x, order, at), at);
  auto values = gather<axis>(x, indices, at);
  return TopK<decltype(values), decltype(indices)>{values, indices};
}

/// max_with_index<1>(x), min_with_index<1>(x): the largest and the smallest elements along an axis, and where they are:
/// auto [values, indices] = max_with_index<1>(x). Of equals, the first. Not along the batch.
template <int axis = -1, class X>
constexpr auto max_with_index(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr int front = ops::from_front(axis, type_of<X>().rank);
  const Scope scope =
      detail::scope_of<"max_with_index", ops::Argmax, ops::axis_attribute(axis, type_of<X>().rank)>(at, x);
  auto indices = argmax<axis>(x, at);
  auto values = squeeze<front>(gather<front>(x, unsqueeze<front>(indices, at), at), at);
  return TopK<decltype(values), decltype(indices)>{values, indices};
}
template <int axis = -1, class X>
constexpr auto min_with_index(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr int front = ops::from_front(axis, type_of<X>().rank);
  const Scope scope =
      detail::scope_of<"min_with_index", ops::Argmax, ops::axis_attribute(axis, type_of<X>().rank)>(at, x);
  auto indices = argmin<axis>(x, at);
  auto values = squeeze<front>(gather<front>(x, unsqueeze<front>(indices, at), at), at);
  return TopK<decltype(values), decltype(indices)>{values, indices};
}

}  // namespace lathe
