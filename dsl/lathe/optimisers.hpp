// Optimisers: functions of a parameter and its gradient that return the parameter's next value, as graph nodes.
//
// Any function of that form can be given to minimize:
//   minimize(loss, [](Value parameter, Value gradient) { return parameter - 0.1 * gradient; });
// State that lasts from step to step: state.hpp. Rates that change with time: schedules.hpp.
#pragma once

#include "lathe/schedules.hpp"

namespace lathe {

/// A number that can be changed when training starts (`--lr 0.05`), of the element type that `like` has. A model has one
/// scalar node of each name; where its type is another, as float and double parameters are trained together, it is cast.
constexpr Value hyperparameter(Value like, std::string_view name, double value,
                               std::source_location at = std::source_location::current()) {
  Builder& builder = *like.builder;
  if (const int known = detail::find_source(builder, "hyperparameter", name); known >= 0)
    return cast_like({&builder, {known, 0}}, like, at);
  detail::check_name(builder, "hyperparameter", name, at);
  Type type;
  type.dtype = like.type().dtype;
  return detail::add_source(builder, "hyperparameter", name, type, Attributes{}.set_real("value", value), at);
}

/// The rate at this step, a scalar of the element type of `like`; its base is the hyperparameter "lr".
constexpr Value learning_rate(Value like, const Rate& rate) {
  Builder& builder = *like.builder;
  const auto elapsed = [&](Span unit) {
    const Value t = cast_like(unit.in_steps ? steps_done(builder) : epochs_done(builder), like);
    return unit.count == 1 ? t : t / unit.count;
  };
  Value lr = hyperparameter(like, "lr", rate.base);
  if (rate.factor) lr = lr * rate.factor(rate, elapsed(rate.unit));
  if (rate.rise.count > 0) {
    lr = lr * (rate.rise_from + (1 - rate.rise_from) * minimum(elapsed(rate.rise), 1.0));
  }
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

/// log(x) for x in (0, 1): std::log is no constant expression in C++20. By log(x) = 2 artanh((x - 1) / (x + 1)), the number
/// halved until the series is short.
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

struct Limit {
  const char* name;
  double value;
  bool fits;
  const char* should;
};
constexpr void check_options(Value parameter, std::string_view optimiser, std::initializer_list<Limit> limits,
                             Location at) {
  for (const Limit& limit : limits)
    if (!limit.fits)
      return parameter.builder->fail(Message(optimiser) << ": " << limit.name << " must be " << limit.should, at);
}
constexpr Limit positive(const char* name, double value) { return {name, value, value > 0, "more than 0"}; }
constexpr Limit not_negative(const char* name, double value) { return {name, value, value >= 0, "at least 0"}; }
constexpr Limit fraction(const char* name, double value) {
  return {name, value, value >= 0 && value < 1, "at least 0 and less than 1"};
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
constexpr auto sgd(SgdOptions options = {}) {
  return [options](Value w, Value gradient, std::source_location at) {
    const Scope scope(w.builder, at);
    detail::check_options(w, "sgd",
                          {detail::positive("lr", options.lr.base), detail::fraction("momentum", options.momentum),
                           detail::not_negative("weight_decay", options.weight_decay)},
                          at);
    const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
    if (options.momentum == 0) return w - lr * g;
    const Value v = state_like(w, "momentum"), next = assign(v, options.momentum * v + g);
    return w - lr * (options.nesterov ? g + options.momentum * next : next);
  };
}

/// Momentum as it is first taught (Polyak 1964): v <- momentum v - lr g, w <- w + v. The same as sgd's while lr is constant;
/// when lr changes, v remembers the rates of its time.
struct MomentumOptions {
  Rate lr = 0.01;
  double momentum = 0.9, weight_decay = 0;
};
constexpr auto momentum(MomentumOptions options = {}) {
  return [options](Value w, Value gradient, std::source_location at) {
    const Scope scope(w.builder, at);
    detail::check_options(w, "momentum",
                          {detail::positive("lr", options.lr.base), detail::fraction("momentum", options.momentum),
                           detail::not_negative("weight_decay", options.weight_decay)},
                          at);
    const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
    const Value v = state_like(w, "momentum");
    return w + assign(v, options.momentum * v - lr * g);
  };
}

/// Nesterov's momentum (Sutskever et al. 2013): v <- momentum v - lr g, w <- w + momentum v - lr g.
constexpr auto nesterov(MomentumOptions options = {}) {
  return [options](Value w, Value gradient, std::source_location at) {
    const Scope scope(w.builder, at);
    detail::check_options(w, "nesterov",
                          {detail::positive("lr", options.lr.base), detail::fraction("momentum", options.momentum),
                           detail::not_negative("weight_decay", options.weight_decay)},
                          at);
    const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
    const Value v = state_like(w, "momentum");
    return w + options.momentum * assign(v, options.momentum * v - lr * g) - lr * g;
  };
}

/// AdaGrad (Duchi et al. 2011): h <- h + g^2, w <- w - lr g / (sqrt(h) + epsilon).
struct AdagradOptions {
  Rate lr = 0.01;
  double epsilon = 1e-10, weight_decay = 0;
};
constexpr auto adagrad(AdagradOptions options = {}) {
  return [options](Value w, Value gradient, std::source_location at) {
    const Scope scope(w.builder, at);
    detail::check_options(w, "adagrad",
                          {detail::positive("lr", options.lr.base), detail::not_negative("epsilon", options.epsilon),
                           detail::not_negative("weight_decay", options.weight_decay)},
                          at);
    const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
    const Value h = state_like(w, "square_sum"), next = assign(h, h + square(g));
    return w - lr * g / (sqrt(next) + options.epsilon);
  };
}

/// RMSProp (Hinton 2012): h <- alpha h + (1 - alpha) g^2, w <- w - lr g / (sqrt(h) + epsilon).
struct RmspropOptions {
  Rate lr = 0.01;
  double alpha = 0.99, epsilon = 1e-8, weight_decay = 0;
};
constexpr auto rmsprop(RmspropOptions options = {}) {
  return [options](Value w, Value gradient, std::source_location at) {
    const Scope scope(w.builder, at);
    detail::check_options(w, "rmsprop",
                          {detail::positive("lr", options.lr.base), detail::fraction("alpha", options.alpha),
                           detail::not_negative("epsilon", options.epsilon),
                           detail::not_negative("weight_decay", options.weight_decay)},
                          at);
    const Value lr = learning_rate(w, options.lr), g = detail::with_decay(w, gradient, options.weight_decay);
    const Value h = state_like(w, "square_mean");
    const Value next = assign(h, options.alpha * h + (1 - options.alpha) * square(g));
    return w - lr * g / (sqrt(next) + options.epsilon);
  };
}

namespace detail {
/// What Adam subtracts from a parameter.
constexpr Value adam_step(std::string_view optimiser, const auto& options, Value w, Value g, Value lr, Location at) {
  check_options(w, optimiser,
                {positive("lr", options.lr.base), fraction("beta1", options.beta1), fraction("beta2", options.beta2),
                 not_negative("epsilon", options.epsilon), not_negative("weight_decay", options.weight_decay)},
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
constexpr auto adam(AdamOptions options = {}) {
  return [options](Value w, Value gradient, std::source_location at) {
    const Scope scope(w.builder, at);
    const Value g = detail::with_decay(w, gradient, options.weight_decay);
    return w - detail::adam_step("adam", options, w, g, learning_rate(w, options.lr), at);
  };
}

/// AdamW (Loshchilov and Hutter 2019): Adam whose weight decay does not pass through the moments,
/// w <- (1 - lr weight_decay) w - Adam's step.
struct AdamWOptions {
  Rate lr = 0.001;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weight_decay = 0.01;
};
constexpr auto adamw(AdamWOptions options = {}) {
  return [options](Value w, Value gradient, std::source_location at) {
    const Scope scope(w.builder, at);
    const Value lr = learning_rate(w, options.lr);
    return w * (1 - lr * options.weight_decay) - detail::adam_step("adamw", options, w, gradient, lr, at);
  };
}

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
    return optimiser(w, gradient, at);
  }
  constexpr void prepare(Pool<Value>& gradients, std::source_location at) const {
    {
      const Scope scope(gradients[0].builder, at);
      if (!(limit > 0)) gradients[0].builder->fail(Message("clip_value: the limit must be more than 0"), at);
      for (Value& g : gradients) g = minimum(maximum(g, -limit), limit);
    }
    detail::prepare(optimiser, gradients, at);
  }
};
template <class Optimiser>
constexpr auto clip_value(double limit, Optimiser optimiser) {
  return ClipValue<Optimiser>{limit, optimiser};
}

/// Scales all gradients together so that their norm, over all parameters, is at most `limit`:
/// g <- g min(1, limit / (norm + 1e-6)), as PyTorch's clip_grad_norm_. clip_norm(5.0, sgd({.lr = 0.1})).
template <class Optimiser>
struct ClipNorm {
  double limit;
  Optimiser optimiser;

  constexpr Value operator()(Value w, Value gradient, std::source_location at) const {
    return optimiser(w, gradient, at);
  }
  constexpr void prepare(Pool<Value>& gradients, std::source_location at) const {
    {
      const Scope scope(gradients[0].builder, at);
      if (!(limit > 0)) gradients[0].builder->fail(Message("clip_norm: the limit must be more than 0"), at);
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
  return ClipNorm<Optimiser>{limit, optimiser};
}

}  // namespace lathe
