// Losses and metrics: composed of operations, so they have no rules of their own.
#pragma once

#include "lathe/statistics.hpp"

namespace lathe {

/// softmax_cross_entropy(logits, labels): the mean over the batch of -log softmax(logits)[label], a scalar, for logits
/// float[n][classes] and labels int[n] in 0 … classes-1.
template <class X, class L>
constexpr auto softmax_cross_entropy(Tensor<X> logits, Tensor<L> labels,
                                     std::source_location at = std::source_location::current()) {
  detail::infer<ops::SoftmaxCrossEntropy, Attributes{}, X, L>();  // says what is wrong in this loss's own words
  return mean(negative_log_likelihood(log_softmax(logits, at), labels, at), at);
}

/// accuracy(logits, labels): the part of the batch whose largest score is at its label, a scalar in 0 … 1.
template <class X, class L>
constexpr auto accuracy(Tensor<X> logits, Tensor<L> labels, std::source_location at = std::source_location::current()) {
  constexpr Message mistake = ops::labels_do_not_fit("accuracy", type_of<X>(), type_of<L>());
  detail::check<mistake.empty(), mistake>();
  return mean(cast<float>(equal(argmax(logits, at), labels, at), at), at);
}

}  // namespace lathe
