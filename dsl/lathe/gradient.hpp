// Gradients as values of a model: to look at, to penalise, to differentiate again.
#pragma once

#include "lathe/ops/gradient.hpp"
#include "lathe/tensor.hpp"

namespace lathe {

/// d y / d x of a scalar y with respect to a value that it is computed from, by reverse mode; of x's shape. What
/// depends on x through detach alone has the gradient 0. A gradient is a value like any other and has gradients of its
/// own:
///
///   output("slope", gradient(loss, w));
///   minimize(loss + 0.1 * sum(square(gradient(sum(score), image))), sgd({.lr = 0.1}));
template <class Y, class X>
constexpr Tensor<X> gradient(Tensor<Y> y, Tensor<X> x, std::source_location at = std::source_location::current()) {
  detail::check<type_of<Y>().rank == 0 && type_of<Y>().dtype != DType::i32,
                Message("gradient: the first value is ") << type_of<Y>() << ", must be a scalar of float or double">();
  detail::check<type_of<X>().dtype != DType::i32, Message("gradient: the second value is ")
                                                      << type_of<X>() << ", must be of float or double">();
  Builder* const builder = detail::builder_of({y.builder, x.builder});
  if (!builder) return {};
  if (!y.builder || !x.builder) {
    builder->fail(Message("gradient: nothing computes the ") << (y.builder ? "second" : "first") << " value", at);
    return {};
  }
  if (!detail::are_sound(*builder, "gradient", at, y, x)) return {};
  if (builder->open_scans)
    builder->fail(Message("gradient: the cell of a scan cannot take gradients; take that of the whole"), at);
  Pool<bool> reached;
  builder->mark_ancestors(y.ref, reached);
  if (!reached[x.ref.node]) builder->fail(Message("gradient: the first value does not depend on the second"), at);
  const Ref operands[] = {y.ref, x.ref};
  return {builder, builder->add(ops::Gradient::name, "", operands, 2, x.type(), Attributes{}, at)};
}

}  // namespace lathe
