// Derivatives without calculus: the loss, evaluated beside the point.
#pragma once

#include <functional>

#include "lathe/aligned_bytes.hpp"
#include "lathe/model.hpp"
#include "lathe/trainer_tensors.hpp"

namespace lathe {

/// The derivative of a function at a point, and how well it is known.
struct Derivative {
  double value = 0;
  double rounding = 0;  // what the rounding of f alone may have done to `value`
  bool kink = false;    // not smooth within the first step: the step had to shrink
  bool smooth = true;   // false: not smooth within the last step either; `value` means nothing
};

/// Fourth-order central difference
///   f'(x) = [8 (f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h))] / 12h + O(h^4)
/// with h = 1e-3 max(1, |x|). A kink of f near x (an input of relu passes through 0) shows in that the estimates with h
/// and h/2 disagree, or that the one-sided slopes at h and h/2 differ by more than a smooth curve's would; then h
/// shrinks by 10, down to 1e-7.
Derivative derivative(const std::function<double(double)>& f, double x);

/// The course's numerical differentiation, [loss(w + h) - loss(w - h)] / 2h with h = 1e-4 for every element of every
/// trained parameter, as a way to train: 2 evaluations of the reference model in double per element and step.
class NumericGradient {
 public:
  NumericGradient(Model& model, Model& reference);
  /// Takes a training step of the model. False when a signal came: then nothing has changed.
  bool step(const Batch& batch, double* values);

 private:
  Model &model_, &reference_;
  std::vector<int> trained_;
  Tensors gradients_;
  std::vector<double> values_;
  std::vector<AlignedBytes> inputs_;  // the batch in the reference's element types
  std::vector<const void*> pointers_;
};

}  // namespace lathe
