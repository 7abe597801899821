// Optimisers: functions of a parameter and its gradient that return the parameter's next value, as graph nodes.
//
// Any function of that form can be given to minimize:
//   minimize(loss, [](Value parameter, Value gradient) { return parameter - 0.1 * gradient; });
// State that lasts from step to step: state.hpp. Rates that change with time: schedules.hpp.
#pragma once

#include "lathe/schedules.hpp"

namespace lathe {

/// A number that can be changed when training starts (`--lr 0.05`), of the element type that `like` has. A model has
/// one scalar node of each name, with one value; where its type is another, as float and double parameters are trained
/// together, it is cast.
constexpr Value hyperparameter(Value like, std::string_view name, double value,
                               std::source_location at = std::source_location::current()) {
  Builder& builder = *like.builder;
  if (const int known = detail::find_source(builder, "hyperparameter", name); known >= 0) {
    if (const double other = builder.attributes[builder.nodes[known].attributes.first].number; other != value)
      builder.fail(Message("hyperparameter '")
                       << name << "': the value is " << other << ", cannot be " << value
                       << " as well; give one a name of its own, as Rate(" << value << ").named(\"" << name << "_2\")",
                   at);
    return cast_like({&builder, {known, 0}}, like, at);
  }
  detail::check_name(builder, "hyperparameter", name, at);
  Type type;
  type.dtype = like.type().dtype;
  return detail::add_source(builder, "hyperparameter", name, type, Attributes{}.set_real("value", value), at);
}

/// The rate at this step, a scalar of the element type of `like`; its base is the hyperparameter "lr", or the one that
/// it is named for. A rate that changes is kept in a state, "lr.now", for the log.
constexpr Value learning_rate(Value like, const Rate& rate, std::source_location at = std::source_location::current()) {
  Builder& builder = *like.builder;
  const Scope scope(&builder, at, "learning_rate");
  detail::keeps(&builder, rate.schedule, {rate.broken}, at);
  const auto elapsed = [&](Span unit) {
    const Value t = cast_like(unit.in_steps ? steps_done(builder) : epochs_done(builder), like);
    return unit.count == 1 ? t : t / unit.count;
  };
  Value lr = hyperparameter(like, rate.name, rate.base);
  if (rate.factor) lr = lr * rate.factor(rate, elapsed(rate.unit));
  if (rate.rise.count > 0) {
    lr = lr * (rate.rise_from + (1 - rate.rise_from) * minimum(elapsed(rate.rise), 1.0));
  }
  const Message now = Message(rate.name) << ".now";
  if ((rate.factor || rate.rise.count > 0) && detail::find_source(builder, "state", now.view()) < 0)
    assign(state(builder, now.view(), lr.type()), lr);
  return lr;
}

namespace detail {

constexpr Value sum_of_squares(Value x) {
  Attribute axes{"axes"};
  for (int i = 0; i < x.type().rank; ++i) axes.ints[axes.count++] = i;
  Attributes all;
  all.list[all.count++] = axes;
  return axes.count ? apply_value<ops::Sum>(Location{}, all, square(x)) : square(x);
}

/// log(x) for x in (0, 1): std::log is no constant expression in C++20. By log(x) = 2 artanh((x - 1) / (x + 1)), the
/// number halved until the series is short.
constexpr double natural_logarithm(double x) {
  int halvings = 0;
  while (x < 0.75 && x > 0) x *= 2, ++halvings;
  const double z = (x - 1) / (x + 1);
  double sum = 0, power = z;
  for (int k = 1; k < 60; k += 2, power *= z * z) sum += power / k;
  return 2 * sum - halvings * std::numbers::ln2;
}

/// 1 - decay^t at the t-th step, t from 1: what a moving average that began at 0 has of its full weight.
constexpr Value weight_of_average(Value like, double decay) {
  // By expm1, as 1 - decay^t loses digits while it is small.
  const Value t = cast_like(steps_done(*like.builder) + 1, like);
  return -expm1(t * natural_logarithm(decay));
}

/// L2 regularisation, as the gradient of decay / 2 * |parameter|^2.
constexpr Value with_decay(Value parameter, Value gradient, double decay) {
  return decay == 0 ? gradient : gradient + decay * parameter;
}

/// An optimiser that is called with its options: sgd({.lr = 0.1}) is a function of a parameter and its gradient.
template <Words name, class Options, class Step>
struct Configurable {
  Step step;

  constexpr auto operator()(Options options = {}) const {
    return [step = step, options](Value w, Value gradient, std::source_location at) -> Value {
      const Scope scope(w.builder, at, name.text);
      keeps(w.builder, name.view(),
            {positive("lr", options.lr.base), not_negative("weight_decay", options.weight_decay)}, at);
      return step(options, w, gradient, at);
    };
  }
  /// Internal: says what is wrong.
  constexpr auto operator()(const std::convertible_to<Rate> auto& number) const {
    check<std::is_void_v<decltype(number)>, Message(name.view())
                                                << ": takes options, write " << name.view() << "({.lr = 0.1})">();
    return (*this)();
  }
};
template <Words name, class Options, class Step>
constexpr Configurable<name, Options, Step> optimiser(Step step) {
  return {step};
}

/// What an optimiser makes of a parameter; its own functions also take the place of minimize.
template <class Optimiser>
constexpr Value updated(Optimiser& optimiser, Value parameter, Value gradient, std::source_location at) {
  if constexpr (std::invocable<Optimiser&, Value, Value, std::source_location>)
    return optimiser(parameter, gradient, at);
  else
    return optimiser(parameter, gradient);
}

/// Fails to compile unless it can be called as an optimiser.
template <Words function, class Optimiser>
constexpr void check_optimiser() {
  constexpr bool fits = std::is_invocable_r_v<Value, Optimiser&, Value, Value, std::source_location> ||
                        std::is_invocable_r_v<Value, Optimiser&, Value, Value>;
  check<fits, Message(function.view()) << ": takes an optimiser, as sgd({.lr = 0.1}), or a function of a parameter and "
                                          "its gradient">();
}
}  // namespace detail

/// Stochastic gradient descent, as PyTorch's SGD. With g = gradient + weight_decay * w:
///   w <- w - lr g
///   v <- momentum v + g, w <- w - lr v                    with momentum; v = g in the first step
///   v <- momentum v + g, w <- w - lr (g + momentum v)     with nesterov
struct SgdOptions {
  Rate lr = 0.01;
  double momentum = 0, weight_decay = 0;
  bool nesterov = false;
};
inline constexpr auto sgd =
    detail::optimiser<"sgd", SgdOptions>([](const SgdOptions& options, Value w, Value gradient, Location at) {
      detail::keeps(
          w.builder, "sgd",
          {detail::fraction("momentum", options.momentum),
           {"momentum", options.momentum, !options.nesterov || options.momentum > 0, "more than 0 with nesterov"}},
          at);
      const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
      if (options.momentum == 0) return w - lr * g;
      const Value v = state_like(w, "momentum"), next = assign(v, options.momentum * v + g);
      return w - lr * (options.nesterov ? g + options.momentum * next : next);
    });

/// Momentum as it is first taught (Polyak 1964): v <- momentum v - lr g, w <- w + v. The same as sgd's while lr is
/// constant; when lr changes, v remembers the rates of its time.
struct MomentumOptions {
  Rate lr = 0.01;
  double momentum = 0.9, weight_decay = 0;
};
inline constexpr auto momentum = detail::optimiser<"momentum", MomentumOptions>(
    [](const MomentumOptions& options, Value w, Value gradient, Location at) {
      detail::keeps(w.builder, "momentum", {detail::fraction("momentum", options.momentum)}, at);
      const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
      const Value v = state_like(w, "momentum");
      return w + assign(v, options.momentum * v - lr * g);
    });

/// Nesterov's momentum (Sutskever et al. 2013): v <- momentum v - lr g, w <- w + momentum v - lr g.
inline constexpr auto nesterov = detail::optimiser<"nesterov", MomentumOptions>(
    [](const MomentumOptions& options, Value w, Value gradient, Location at) {
      detail::keeps(w.builder, "nesterov", {detail::fraction("momentum", options.momentum)}, at);
      const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
      const Value v = state_like(w, "momentum");
      return w + options.momentum * assign(v, options.momentum * v - lr * g) - lr * g;
    });

/// AdaGrad (Duchi et al. 2011): h <- h + g^2, w <- w - lr g / (sqrt(h) + epsilon).
struct AdagradOptions {
  Rate lr = 0.01;
  double epsilon = 1e-10, weight_decay = 0;
};
inline constexpr auto adagrad = detail::optimiser<"adagrad", AdagradOptions>(
    [](const AdagradOptions& options, Value w, Value gradient, Location at) {
      detail::keeps(w.builder, "adagrad", {detail::not_negative("epsilon", options.epsilon)}, at);
      const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
      const Value h = state_like(w, "square_sum"), next = assign(h, h + square(g));
      return w - lr * g / (sqrt(next) + options.epsilon);
    });

/// RMSProp (Hinton 2012): h <- alpha h + (1 - alpha) g^2, w <- w - lr g / (sqrt(h) + epsilon).
struct RmspropOptions {
  Rate lr = 0.01;
  double alpha = 0.99, epsilon = 1e-8, weight_decay = 0;
};
inline constexpr auto rmsprop = detail::optimiser<"rmsprop", RmspropOptions>(
    [](const RmspropOptions& options, Value w, Value gradient, Location at) {
      detail::keeps(w.builder, "rmsprop",
                    {detail::fraction("alpha", options.alpha), detail::not_negative("epsilon", options.epsilon)}, at);
      const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
      const Value h = state_like(w, "square_mean");
      const Value next = assign(h, options.alpha * h + (1 - options.alpha) * square(g));
      return w - lr * g / (sqrt(next) + options.epsilon);
    });

namespace detail {
/// What Adam subtracts from a parameter.
constexpr Value adam_step(std::string_view optimiser, const auto& options, Value w, Value g, Value lr, Location at) {
  keeps(w.builder, optimiser,
        {fraction("beta1", options.beta1), fraction("beta2", options.beta2), not_negative("epsilon", options.epsilon)},
        at);
  const Value m = state_like(w, "mean"), v = state_like(w, "square_mean");
  const Value next_m = assign(m, options.beta1 * m + (1 - options.beta1) * g);
  const Value next_v = assign(v, options.beta2 * v + (1 - options.beta2) * square(g));
  const Value rate = lr / weight_of_average(w, options.beta1);
  const Value scale = sqrt(weight_of_average(w, options.beta2));
  return rate * next_m / (sqrt(next_v) / scale + options.epsilon);
}
}  // namespace detail

/// Adam (Kingma and Ba 2015), at step t = 1, 2, …:
///   m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2
///   w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
/// weight_decay is added to the gradient: g = gradient + weight_decay * w.
struct AdamOptions {
  Rate lr = 0.001;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight_decay = 0;
};
inline constexpr auto adam =
    detail::optimiser<"adam", AdamOptions>([](const AdamOptions& options, Value w, Value gradient, Location at) {
      const Value g = detail::with_decay(w, gradient, options.weight_decay);
      return w - detail::adam_step("adam", options, w, g, learning_rate(w, options.lr), at);
    });

/// AdamW (Loshchilov and Hutter 2019): Adam whose weight decay does not pass through the moments,
/// w <- (1 - lr weight_decay) w - Adam's step.
struct AdamWOptions {
  Rate lr = 0.001;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight_decay = 0.01;
};
inline constexpr auto adamw =
    detail::optimiser<"adamw", AdamWOptions>([](const AdamWOptions& options, Value w, Value gradient, Location at) {
      const Value lr = learning_rate(w, options.lr);
      return w * (1 - lr * options.weight_decay) - detail::adam_step("adamw", options, w, gradient, lr, at);
    });

namespace detail {
/// What an optimiser does with the gradients of all parameters before the first update.
template <class Optimiser>
constexpr void prepare(const Optimiser& optimiser, Pool<Value>& gradients, std::source_location at) {
  if constexpr (requires { optimiser.prepare(gradients, at); }) optimiser.prepare(gradients, at);
}
}  // namespace detail

/// Clips each element of each gradient to -limit … limit before the optimiser sees it: clip_value(1.0, adam()).
template <class Optimiser>
struct ClipValue {
  double limit;
  Optimiser optimiser;

  constexpr Value operator()(Value w, Value gradient, std::source_location at) const {
    return detail::updated(optimiser, w, gradient, at);
  }
  constexpr void prepare(Pool<Value>& gradients, std::source_location at) const {
    {
      const Scope scope(gradients[0].builder, at, "clip_value");
      detail::keeps(gradients[0].builder, "clip_value", {detail::positive("the limit", limit)}, at);
      for (Value& g : gradients) g = minimum(maximum(g, -limit), limit);
    }
    detail::prepare(optimiser, gradients, at);
  }
};
template <class Optimiser>
constexpr auto clip_value(double limit, Optimiser optimiser) {
  detail::check_optimiser<"clip_value", Optimiser>();
  return ClipValue<Optimiser>{limit, optimiser};
}

/// Scales all gradients together so that their norm, over all parameters, is at most `limit`:
/// g <- g min(1, limit / (norm + 1e-6)), as PyTorch's clip_grad_norm_. clip_norm(5.0, sgd({.lr = 0.1})).
template <class Optimiser>
struct ClipNorm {
  double limit;
  Optimiser optimiser;

  constexpr Value operator()(Value w, Value gradient, std::source_location at) const {
    return detail::updated(optimiser, w, gradient, at);
  }
  constexpr void prepare(Pool<Value>& gradients, std::source_location at) const {
    {
      const Scope scope(gradients[0].builder, at, "clip_norm");
      detail::keeps(gradients[0].builder, "clip_norm", {detail::positive("the limit", limit)}, at);
      Value total;
      for (const Value& g : gradients) {
        const Value squares = detail::sum_of_squares(g);
        total = total.builder ? total + cast_like(squares, total) : squares;
      }
      const Value factor = minimum(limit / (sqrt(total) + 1e-6), 1.0);
      for (Value& g : gradients) g = g * cast_like(factor, g);
    }
    detail::prepare(optimiser, gradients, at);
  }
};
template <class Optimiser>
constexpr auto clip_norm(double limit, Optimiser optimiser) {
  detail::check_optimiser<"clip_norm", Optimiser>();
  return ClipNorm<Optimiser>{limit, optimiser};
}

}  // namespace lathe
