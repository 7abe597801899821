// Losses and metrics: composed of operations, so they have no rules of their own.
#pragma once

#include "lathe/activations.hpp"
#include "lathe/statistics.hpp"

namespace lathe {

namespace detail {
/// The rule of losses: predictions and targets are of one real type.
struct TakesTargets {
  static constexpr Inferred infer(Operands in, const Attributes&) { return ops::targets_fit("", in[0], in[1]); }
};
/// The rule of losses and metrics of classes: labels are int, one a row of scores.
struct TakesLabels {
  static constexpr Inferred infer(Operands in, const Attributes&) {
    const Message mistake = ops::labels_do_not_fit("", in[0], in[1]);
    return mistake.empty() ? Inferred(in[0]) : Inferred(mistake);
  }
};
}  // namespace detail

/// mean_squared_error(y, t): the mean over all elements of (y - t)^2, a scalar, for y and t of one type.
template <class X, class T>
constexpr auto mean_squared_error(Tensor<X> y, Tensor<T> t, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"mean_squared_error", detail::TakesTargets>(at, y, t);
  return mean(square(subtract(y, t, at), at), at);
}

/// half_sum_squared_error(y, t): the sum over all elements, the batch included, of (y - t)^2 / 2, a scalar.
template <class X, class T>
constexpr auto half_sum_squared_error(Tensor<X> y, Tensor<T> t,
                                      std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"half_sum_squared_error", detail::TakesTargets>(at, y, t);
  return multiply(sum(square(subtract(y, t, at), at), at), 0.5, at);
}

/// mean_absolute_error(y, t): the mean over all elements of |y - t|, a scalar; the gradient where they are equal is 0.
template <class X, class T>
constexpr auto mean_absolute_error(Tensor<X> y, Tensor<T> t,
                                   std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"mean_absolute_error", detail::TakesTargets>(at, y, t);
  return mean(abs(subtract(y, t, at), at), at);
}

/// huber(y, t, delta): the mean over all elements of e^2 / 2 where e = |y - t| is less than delta, else
/// delta * (e - delta / 2); a scalar. delta is more than 0. Huber 1964.
template <class X, class T>
constexpr auto huber(Tensor<X> y, Tensor<T> t, double delta = 1,
                     std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"huber", detail::TakesTargets>(at, y, t);
  detail::keeps(y.builder, "huber", {detail::positive("delta", delta)}, at);
  const auto e = subtract(y, t, at), size = abs(e, at);
  const auto outside = multiply(subtract(size, delta / 2, at), delta, at);
  return mean(where(less(size, delta, at), multiply(square(e, at), 0.5, at), outside, at), at);
}

/// smooth_l1(y, t, beta) = huber(y, t, beta) / beta: e^2 / (2 beta) where e is less than beta, else e - beta / 2.
template <class X, class T>
constexpr auto smooth_l1(Tensor<X> y, Tensor<T> t, double beta = 1,
                         std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"smooth_l1", detail::TakesTargets>(at, y, t);
  detail::keeps(y.builder, "smooth_l1", {detail::positive("beta", beta)}, at);
  return divide(huber(y, t, beta, at), beta, at);
}

/// binary_cross_entropy(p, t): the mean over all elements of -(t log(p) + (1 - t) log(1 - p)), a scalar, for
/// probabilities p and targets t in 0 … 1 of one type. Logarithms are at least -100, so that p = 0 and p = 1 are
/// finite.
template <class X, class T>
constexpr auto binary_cross_entropy(Tensor<X> p, Tensor<T> t,
                                    std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"binary_cross_entropy", ops::BinaryCrossEntropy>(at, p, t);
  return mean(apply<ops::BinaryCrossEntropy>(at, p, t), at);
}

/// binary_cross_entropy_with_logits(x, t): binary_cross_entropy(sigmoid(x), t), safe for any x.
template <class X, class T>
constexpr auto binary_cross_entropy_with_logits(Tensor<X> x, Tensor<T> t,
                                                std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"binary_cross_entropy_with_logits", detail::TakesTargets>(at, x, t);
  // softplus(-x) + x (1 - t) where x > 0, else softplus(x) - x t: no large numbers are subtracted from each other.
  const auto positive = greater(x, 0, at);
  const auto linear = where(positive, multiply(x, subtract(1, t, at), at), negate(multiply(x, t, at), at), at);
  return mean(add(softplus(where(positive, negate(x, at), x, at), at), linear, at), at);
}

/// cross_entropy_of_probabilities(y, t): the mean over the batch of -log(y[t] + 1e-7), a scalar, for probabilities
/// y float[n][classes] and labels t int[n]; targets of y's own type are one-hot or probabilities: the mean over the
/// batch of -sum over the classes of t log(y + 1e-7).
template <class X, class T>
constexpr auto cross_entropy_of_probabilities(Tensor<X> y, Tensor<T> t,
                                              std::source_location at = std::source_location::current()) {
  if constexpr (type_of<T>().dtype != DType::i32 && std::rank_v<T> == std::rank_v<X>) {
    const Scope scope = detail::scope_of<"cross_entropy_of_probabilities", detail::TakesTargets>(at, y, t);
    return mean(negate(sum<-1>(multiply(t, log(add(y, 1e-7, at), at), at), at), at), at);
  } else {
    const Scope scope = detail::scope_of<"cross_entropy_of_probabilities", detail::TakesLabels>(at, y, t);
    return mean(negative_log_likelihood(log(add(y, 1e-7, at), at), t, at), at);
  }
}

/// nll_loss(x, labels): the mean over the batch of -x[label], a scalar, for log probabilities x float[n][classes] and
/// labels int[n] in 0 … classes-1.
template <class X, class L>
constexpr auto nll_loss(Tensor<X> x, Tensor<L> labels, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"nll_loss", detail::TakesLabels>(at, x, labels);
  return mean(negative_log_likelihood(x, labels, at), at);
}

/// softmax_cross_entropy(logits, labels): the mean over the batch of -log softmax(logits)[label], a scalar, for logits
/// float[n][classes] and labels int[n] in 0 … classes-1. Targets of the logits' own type are one-hot or probabilities:
/// the mean over the batch of -sum over the classes of t log softmax(logits).
template <class X, class L>
constexpr auto softmax_cross_entropy(Tensor<X> logits, Tensor<L> labels,
                                     std::source_location at = std::source_location::current()) {
  if constexpr (type_of<L>().dtype != DType::i32 && std::rank_v<L> == std::rank_v<X>) {
    const Scope scope = detail::scope_of<"softmax_cross_entropy", detail::TakesTargets>(at, logits, labels);
    return mean(negate(sum<-1>(multiply(labels, log_softmax(logits, at), at), at), at), at);
  } else {
    const Scope scope = detail::scope_of<"softmax_cross_entropy", ops::SoftmaxCrossEntropy>(at, logits, labels);
    return mean(negative_log_likelihood(log_softmax(logits, at), labels, at), at);
  }
}

/// A metric of which more, or less, is better: training keeps the weights that do best by the first of these that is
/// reported, or by the loss where there is none. report("f1", more_is_better(f1)); accuracy is one.
template <class T, Better better, bool root = false>
struct Score : Tensor<T> {};
template <class T>
constexpr Score<T, Better::higher> more_is_better(Tensor<T> metric) {
  return {metric};
}
template <class T>
constexpr Score<T, Better::lower> less_is_better(Tensor<T> metric) {
  return {metric};
}
/// Internal: says what is wrong.
template <class T, Better better, bool root>
constexpr auto more_is_better(Score<T, better, root> metric) {
  detail::check<better == Better::higher, Message("more_is_better: of this metric less is better")>();
  return metric;
}
template <class T, Better better, bool root>
constexpr auto less_is_better(Score<T, better, root> metric) {
  detail::check<better == Better::lower, Message("less_is_better: of this metric more is better")>();
  return metric;
}

/// Internal: no tensor, only over all rows is it what it says.
template <class T, Better better>
struct Score<T, better, true> {
  Tensor<T> squares;
};

/// root_mean_square(x): the root of the mean of squares over all rows that are shown, whatever batches they came in,
/// which the mean of the batches' roots is not. Less is better. report("rmse", root_mean_square(prediction - target)).
/// For report alone: a loss or an output is sqrt(mean(square(x))).
template <class X>
constexpr auto root_mean_square(Tensor<X> x, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"root_mean_square", detail::TakesReal>(at, x);
  const auto squares = mean(square(x));
  return Score<std::remove_all_extents_t<X>, Better::lower, true>{squares};
}

/// accuracy(logits, labels): the part of the batch whose largest score is at its label, a scalar in 0 … 1 of
/// the logits' element type.
template <class X, class L>
constexpr auto accuracy(Tensor<X> logits, Tensor<L> labels, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"accuracy", detail::TakesLabels>(at, logits, labels);
  return more_is_better(mean(cast<std::remove_all_extents_t<X>>(equal(argmax(logits, at), labels, at), at), at));
}

}  // namespace lathe
