// Learning rates that change while training: sgd({.lr = step_decay(0.1, {.every = epochs(20), .factor = 0.7})}).
//
// t is what has been done before the step, in epochs or steps, and begins at 0.
#pragma once

#include <numbers>

#include "lathe/state.hpp"

namespace lathe {

/// A length of training.
struct Span {
  int count = 1;
  bool in_steps = false;
};
/// Passes over the training data: epochs(17).
constexpr Span epochs(int count) { return {count, false}; }
/// Training steps: steps(500).
constexpr Span steps(int count) { return {count, true}; }
/// Internal: says what is wrong.
constexpr Span epochs(std::floating_point auto count) {
  detail::check<std::is_void_v<decltype(count)>, Message("epochs: takes a whole number, as epochs(17)")>();
  return {};
}
constexpr Span steps(std::floating_point auto count) {
  detail::check<std::is_void_v<decltype(count)>, Message("steps: takes a whole number, as steps(500)")>();
  return {};
}

/// A learning rate as a function of time, lr(t) = base * factor(t); a plain number is constant. A trainer's --lr
/// replaces the base; what a schedule makes of it is in the log.
struct Rate {
  /// The factor at time t, a real scalar.
  using Factor = Value (*)(const Rate& rate, Value t);

  double base = 0.01;
  const char* name = "lr";  // of the hyperparameter that the base is
  Factor factor = nullptr;  // null: 1
  Span unit;                // one unit of t
  double decay = 1, lowest = 0;
  int milestones[8]{}, milestone_count = 0;
  Span rise{0};
  double rise_from = 0;
  const char* schedule = "";              // whose options these are
  detail::Limit broken{"", 0, true, ""};  // the first bound that they do not keep

  constexpr Rate() = default;
  constexpr Rate(double constant) : base(constant) {}  // NOLINT: implicit on purpose
  constexpr Rate(int constant) : base(constant) {}     // NOLINT

  /// Remembers the first of the bounds that is broken, for where the rate is used.
  constexpr void keep(const char* function, std::initializer_list<detail::Limit> limits) {
    for (const detail::Limit& limit : limits)
      if (broken.kept && !limit.kept) schedule = function, broken = limit;
  }

  /// The same rate, multiplied over the first `length` with a factor that rises in a line from `from` to 1:
  /// cosine(0.1, {.over = steps(1000)}).warm_up(steps(100)).
  constexpr Rate warm_up(Span length, double from = 0) const {
    Rate r = *this;
    r.rise = length;
    r.rise_from = from;
    r.keep("warm_up", {detail::not_negative("length", length.count), detail::part_of_1("from", from)});
    return r;
  }

  /// The same rate as a hyperparameter of its own, beside "lr": Rate(0.01).named("lr_of_biases").
  constexpr Rate named(const char* hyperparameter) const {
    Rate r = *this;
    r.name = hyperparameter;
    return r;
  }
};

/// Every `every`, the rate is multiplied by `factor`: lr(t) = base * factor^floor(t / every). PyTorch: StepLR.
struct StepDecay {
  Span every;
  double factor = 0.1;
};
constexpr Rate step_decay(double base, StepDecay options) {
  Rate r(base);
  r.unit = options.every;
  r.decay = options.factor;
  r.keep("step_decay", {detail::at_least_1("every", options.every.count), detail::positive("factor", options.factor)});
  r.factor = [](const Rate& rate, Value t) { return pow(rate.decay, floor(t)); };
  return r;
}

/// Times at which something happens, at most 8, each later than the one before: {10, 50, 200}.
struct Milestones {
  int list[8]{}, count = 0;
  constexpr Milestones() = default;
  constexpr Milestones(std::initializer_list<int> times) {  // NOLINT: implicit on purpose
    for (int time : times) {
      if (count < 8) list[count] = time;
      ++count;
    }
  }
};

/// At each of the times named, the rate is multiplied by `factor`: multi_step_decay(0.1, {.at = {10, 50, 200}, .factor
/// = 0.7}). At most 8 times; in epochs, or in steps with .unit = steps(1). PyTorch: MultiStepLR.
struct MultiStepDecay {
  Milestones at;
  double factor = 0.1;
  Span unit = epochs(1);
};
constexpr Rate multi_step_decay(double base, MultiStepDecay options) {
  Rate r(base);
  r.unit = options.unit;
  r.decay = options.factor;
  const Milestones& at = options.at;
  r.keep("multi_step_decay",
         {detail::positive("factor", options.factor),
          detail::at_least_1("unit", options.unit.count),
          {"the number of times", 1.0 * at.count, at.count >= 1 && at.count <= 8, "at least 1 and at most 8"}});
  for (int i = 0, before = 0; i < at.count && i < 8; before = at.list[i++]) {
    r.keep("multi_step_decay",
           {{"a time", 1.0 * at.list[i], at.list[i] > before, i ? "more than the one before" : "at least 1"}});
    r.milestones[r.milestone_count++] = at.list[i];
  }
  r.factor = [](const Rate& rate, Value t) {
    Value passed = 0.0 * t;
    for (int i = 0; i < rate.milestone_count; ++i) passed = passed + cast_like(less_equal(rate.milestones[i], t), t);
    return pow(rate.decay, passed);
  };
  return r;
}

/// Each unit of time multiplies the rate by `factor`: lr(t) = base * factor^t. PyTorch: ExponentialLR.
constexpr Rate exponential_decay(double base, double factor, Span unit = epochs(1)) {
  Rate r(base);
  r.unit = unit;
  r.decay = factor;
  r.keep("exponential_decay", {detail::positive("factor", factor), detail::at_least_1("unit", unit.count)});
  r.factor = [](const Rate& rate, Value t) { return pow(rate.decay, t); };
  return r;
}

/// Falls along half a cosine from base to `lowest` over `over`, and stays there:
/// lr(t) = lowest + (base - lowest) (1 + cos(pi t / over)) / 2 (Loshchilov and Hutter 2017). PyTorch:
/// CosineAnnealingLR, which rises again afterwards.
struct Cosine {
  Span over;
  double lowest = 0;
};
constexpr Rate cosine(double base, Cosine options) {
  Rate r(base);
  r.unit = options.over;
  r.lowest = base > 0 ? options.lowest / base : 0;
  r.keep("cosine", {detail::at_least_1("over", options.over.count),
                    {"lowest", options.lowest, options.lowest >= 0 && options.lowest <= base,
                     "at least 0 and at most the base"}});
  r.factor = [](const Rate& rate, Value t) {
    return rate.lowest + (1 - rate.lowest) * 0.5 * (1 + cos(std::numbers::pi * minimum(t, 1.0)));
  };
  return r;
}

/// A schedule of your own: schedule(0.1, [](const Rate&, Value t) { return 1 / (1 + 0.01 * t); }, steps(1)).
constexpr Rate schedule(double base, Rate::Factor factor, Span unit = epochs(1)) {
  Rate r(base);
  r.factor = factor;
  r.unit = unit;
  r.keep("schedule", {detail::at_least_1("unit", unit.count)});
  return r;
}

}  // namespace lathe
