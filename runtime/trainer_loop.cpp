#include "lathe/trainer_loop.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lathe/trainer_interrupt.hpp"

namespace lathe {
namespace {

int rows_of_batch(std::size_t first, std::size_t total, int batch) {
  return static_cast<int>(std::min(total - first, static_cast<std::size_t>(batch)));
}

}  // namespace

void RunningMeans::add(int rows) {
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += values_[i] * rows;
  rows_ += static_cast<std::size_t>(rows);
}

void RunningMeans::clear() {
  std::fill(sums_.begin(), sums_.end(), 0.0);
  rows_ = 0;
}

double RunningMeans::mean(std::size_t i) const {
  const double mean = sums_[i] / static_cast<double>(rows_);
  return std::find(roots_.begin(), roots_.end(), i) == roots_.end() ? mean : std::sqrt(mean);
}

std::vector<double> RunningMeans::means() const {
  std::vector<double> all;
  for (std::size_t i = 0; i < sums_.size(); ++i) all.push_back(mean(i));
  return all;
}

EpochEnd train_epoch(const Step& step, Batcher& batcher, std::span<const std::uint32_t> order, int batch,
                     RunningMeans& means, Progress& progress) {
  means.clear();
  const bool has_metric = means.count() > 1;
  for (std::size_t first = 0; first < order.size(); first += static_cast<std::size_t>(batch)) {
    const int rows = rows_of_batch(first, order.size(), batch);
    if (!step(batcher.gather(order, first, rows), means.batch_values())) return EpochEnd::interrupted;
    means.add(rows);
    if (!std::isfinite(means.batch_values()[0])) return EpochEnd::loss_not_finite;
    if (interrupted()) return EpochEnd::interrupted;
    progress.update(means.rows(), means.mean(0), has_metric ? means.mean(1) : 0);
  }
  return EpochEnd::complete;
}

void evaluate_rows(Model& model, Batcher& batcher, std::span<const std::uint32_t> rows, RunningMeans& means) {
  const int batch = model.info().batch;
  means.clear();
  for (std::size_t first = 0; first < rows.size() && !interrupted(); first += static_cast<std::size_t>(batch)) {
    const int n = rows_of_batch(first, rows.size(), batch);
    model.evaluate(batcher.gather(rows, first, n), means.batch_values());
    means.add(n);
  }
}

std::vector<std::uint32_t> all_rows(std::size_t n) {
  std::vector<std::uint32_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

}  // namespace lathe
