// Sorted values: composed of argsort and gather, through which gradients go back to where the values came from.
#pragma once

#include "lathe/ops/ops.hpp"

namespace lathe {

/// sort(x), sort<0>(x, Order::descending): the elements along the last axis, or another, in order; see argsort, which
/// also says where they were.
template <int axis = -1, class X>
constexpr auto sort(Tensor<X> x, Order order = Order::ascending,
                    std::source_location at = std::source_location::current()) {
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
  auto indices = slice<axis, 0, k>(argsort<axis>(x, order, at), at);
  auto values = gather<axis>(x, indices, at);
  return TopK<decltype(values), decltype(indices)>{values, indices};
}

}  // namespace lathe
