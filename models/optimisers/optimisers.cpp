// Rules of updating on their way down a valley: from (-7, 2) to the least value of f(x) = 0.05 x1^2 + x2^2. A model
// without data. Each of its parameters is a point, moved by a rule of its own; programs/trajectories.cpp draws the
// ways.
#include <lathe/dsl.hpp>
using namespace lathe;

// The parameter's name says by which rule.
constexpr Value update(Value x, Value gradient, std::source_location at) {
  const std::string_view name = x.builder->name(x.ref.node);
  const auto by = [&](auto rule) { return rule(x, gradient, at); };

  if (name == "sgd_0.01") return by(sgd({.lr = Rate(0.01).named("lr_0.01")}));
  if (name == "sgd_0.1") return by(sgd({.lr = Rate(0.1).named("lr_0.1")}));
  if (name == "sgd_0.9") return by(sgd({.lr = Rate(0.9).named("lr_0.9")}));

  if (name == "momentum") return by(sgd({.lr = Rate(0.01).named("momentum.lr"), .momentum = 0.9}));
  if (name == "adagrad") return by(adagrad({.lr = Rate(0.9).named("adagrad.lr")}));
  if (name == "rmsprop") return by(rmsprop({.lr = Rate(0.1).named("rmsprop.lr"), .alpha = 0.99}));
  if (name == "adam") return by(adam({.lr = Rate(0.1).named("adam.lr"), .beta1 = 0.9, .beta2 = 0.999}));

  if (name == "step_decay")
    return by(sgd({.lr = step_decay(0.9, {.every = epochs(20), .factor = 0.7}).named("step_decay.lr")}));
  if (name == "multi_step_decay")
    return by(sgd({.lr = multi_step_decay(0.9, {.at = {10, 50, 200}, .factor = 0.7}).named("multi_step_decay.lr")}));
  return by(sgd({.lr = exponential_decay(0.9, 0.99).named("exponential_decay.lr")}));
}

LATHE_MODEL(optimisers) {
  auto f = [&](std::string_view name) {
    auto x = parameter<double[2]>(name, values({-7, 2}));
    return sum(tensor<double[2]>({0.05, 1}) * square(x));
  };
  minimize(f("sgd_0.01") + f("sgd_0.1") + f("sgd_0.9") + f("momentum") + f("adagrad") + f("rmsprop") + f("adam") +
               f("step_decay") + f("multi_step_decay") + f("exponential_decay"),
           update);
  data(nothing, epochs(1000));
}
