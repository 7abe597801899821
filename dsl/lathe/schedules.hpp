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

/// A learning rate as a function of time, lr(t) = base * factor(t); a plain number is constant. A trainer's --lr replaces
/// the base.
struct Rate {
  /// The factor at time t, a real scalar.
  using Factor = Value (*)(const Rate& rate, Value t);

  double base = 0.01;
  Factor factor = nullptr;  // null: 1
  Span unit;                // one unit of t
  double decay = 1, lowest = 0;
  int milestones[8]{}, milestone_count = 0;
  Span rise{0};
  double rise_from = 0;

  constexpr Rate() = default;
  constexpr Rate(double constant) : base(constant) {}  // NOLINT: implicit on purpose
  constexpr Rate(int constant) : base(constant) {}     // NOLINT

  /// The same rate, multiplied over the first `length` with a factor that rises in a line from `from` to 1:
  /// cosine(0.1, {.over = steps(1000)}).warm_up(steps(100)).
  constexpr Rate warm_up(Span length, double from = 0) const {
    Rate r = *this;
    r.rise = length;
    r.rise_from = from;
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
  r.factor = [](const Rate& rate, Value t) { return pow(rate.decay, floor(t)); };
  return r;
}

/// At each of the times named, the rate is multiplied by `factor`: multi_step_decay(0.1, {.at = {10, 50, 200}, .factor =
/// 0.7}). At most 8 times; in epochs, or in steps with .unit = steps(1). PyTorch: MultiStepLR.
struct MultiStepDecay {
  int at[8]{};
  double factor = 0.1;
  Span unit;
};
constexpr Rate multi_step_decay(double base, MultiStepDecay options) {
  Rate r(base);
  r.unit = options.unit;
  r.decay = options.factor;
  for (int time : options.at)
    if (time > 0) r.milestones[r.milestone_count++] = time;
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
  r.factor = [](const Rate& rate, Value t) { return pow(rate.decay, t); };
  return r;
}

/// Falls along half a cosine from base to `lowest` over `over`, and stays there:
/// lr(t) = lowest + (base - lowest) (1 + cos(pi t / over)) / 2 (Loshchilov and Hutter 2017). PyTorch: CosineAnnealingLR,
/// which rises again afterwards.
struct Cosine {
  Span over;
  double lowest = 0;
};
constexpr Rate cosine(double base, Cosine options) {
  Rate r(base);
  r.unit = options.over;
  r.lowest = options.lowest / base;
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
  return r;
}

}  // namespace lathe
