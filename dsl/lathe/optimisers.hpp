// Optimisers: functions of a parameter and its gradient that return the parameter's next value, as graph nodes.
//
// Any function of that form can be given to minimize:
//   minimize(loss, [](Value parameter, Value gradient) { return parameter - 0.1 * gradient; });
#pragma once

#include "lathe/operators.hpp"
#include "lathe/parameter.hpp"

namespace lathe {

/// A number that can be changed when training starts (`--lr 0.05`): one scalar node of that name in the model, of the
/// element type that `like` has.
constexpr Value hyperparameter(Value like, std::string_view name, double value,
                               std::source_location at = std::source_location::current()) {
  Builder& builder = *like.builder;
  for (int node = 0; node < builder.nodes.size(); ++node)
    if (builder.is(node, "hyperparameter") && builder.name(node) == name) return {&builder, {node, 0}};
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
