#include "lathe/trainer_numeric.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lathe/trainer_interrupt.hpp"

namespace lathe {

Derivative derivative(const std::function<double(double)>& f, double x) {
  const double at_x = f(x), scale = std::max(1.0, std::abs(x));
  for (const double step : {1e-3, 1e-4, 1e-5, 1e-6, 1e-7}) {
    const double h = step * scale;
    const double right2 = f(x + 2 * h), left2 = f(x - 2 * h), right = f(x + h), left = f(x - h);
    const double half_right = f(x + h / 2), half_left = f(x - h / 2);
    const double coarse = (8 * (right - left) - (right2 - left2)) / (12 * h);
    const double fine = (8 * (half_right - half_left) - (right - left)) / (6 * h);
    // Second differences shrink with h^2 where f is smooth, and with h at a kink.
    const double bend = (right - 2 * at_x + left) / h, half_bend = 4 * (half_right - 2 * at_x + half_left) / h;
    // f is a sum of many terms: a few dozen roundings reach its last bits.
    const double rounding = 32 * std::numeric_limits<double>::epsilon() * std::abs(at_x) / h;
    const double disagreement = std::max(std::abs(coarse - fine), std::abs(bend - half_bend));
    if (disagreement <= rounding + 1e-7 * std::abs(fine)) return {fine, rounding, step < 1e-3, true};
  }
  return {0, 0, true, false};
}

NumericGradient::NumericGradient(Model& model, Model& reference)
    : model_(model),
      reference_(reference),
      trained_(trained_parameters(model.info())),
      gradients_(gradient_tensors(model.info())),
      values_(1 + model.info().metrics.size()) {
  for (const InputInfo& input : reference.info().inputs) {
    inputs_.emplace_back(static_cast<std::size_t>(reference.info().batch) * input.row_elements() * size_of(input.type));
    pointers_.push_back(inputs_.back().at<std::byte>(0));
  }
}

bool NumericGradient::step(const Batch& batch, double* values) {
  constexpr double h = 1e-4;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const InputInfo &from = model_.info().inputs[i], &to = reference_.info().inputs[i];
    for (std::size_t k = 0; k < static_cast<std::size_t>(batch.rows) * from.row_elements(); ++k)
      set_element(inputs_[i].at<std::byte>(0), to.type, k, get_element(batch.inputs[i], from.type, k));
  }
  Batch reference_batch = batch;
  reference_batch.inputs = pointers_.data();
  copy_parameters(model_, reference_);
  reference_.loss(reference_batch, values);
  for (std::size_t t = 0; t < trained_.size(); ++t) {
    const ElementType type = reference_.info().parameters[static_cast<std::size_t>(trained_[t])].type;
    void* parameter = reference_.parameter(trained_[t]);
    for (std::size_t i = 0; i < gradients_.elements(t); ++i) {
      if (interrupted()) return false;
      const double w = get_element(parameter, type, i);
      const auto loss_at = [&](double moved) {
        set_element(parameter, type, i, moved);
        reference_.loss(reference_batch, values_.data());
        return values_[0];
      };
      gradients_.set(t, i, (loss_at(w + h) - loss_at(w - h)) / (2 * h));
      set_element(parameter, type, i, w);
    }
  }
  model_.update(batch, gradients_.pointers());
  return true;
}

}  // namespace lathe
