// Optimisers: functions of a parameter and its gradient that return the parameter's next value, as graph nodes.
//
// Any function of that form can be given to minimize:
//   minimize(loss, [](Value parameter, Value gradient) { return parameter - 0.1 * gradient; });
#pragma once

#include "lathe/operators.hpp"
#include "lathe/ops/cast.hpp"
#include "lathe/parameter.hpp"

namespace lathe {

/// A number that can be changed when training starts (`--lr 0.05`), of the element type that `like` has. A model has one
/// scalar node of each name; where its type is another, as float and double parameters are trained together, it is cast.
constexpr Value hyperparameter(Value like, std::string_view name, double value,
                               std::source_location at = std::source_location::current()) {
  Builder& builder = *like.builder;
  for (int node = 0; node < builder.nodes.size(); ++node)
    if (builder.is(node, "hyperparameter") && builder.name(node) == name) {
      const Value known{&builder, {node, 0}};
      if (known.type().dtype == like.type().dtype) return known;
      return apply_value<ops::Cast>(at, Attributes{}.set("dtype", static_cast<int>(like.type().dtype)), known);
    }
  detail::check_name(builder, "hyperparameter", name, at);
  Type type;
  type.dtype = like.type().dtype;
  return detail::add_source(builder, "hyperparameter", name, type, Attributes{}.set_real("value", value), at);
}

struct SgdOptions {
  double lr = 0.01;
};

/// Stochastic gradient descent: w - lr * dw.
constexpr auto sgd(SgdOptions options = {}) {
  return [options](Value parameter, Value gradient, std::source_location at) {
    if (!(options.lr > 0)) parameter.builder->fail(Message("sgd: lr must be more than 0"), at);
    const Value lr = hyperparameter(parameter, "lr", options.lr, at);
    return subtract(parameter, multiply(lr, gradient, at), at);
  };
}

}  // namespace lathe
