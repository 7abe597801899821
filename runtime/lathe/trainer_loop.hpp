// One epoch of training, and one pass over a part of the data.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "lathe/data.hpp"
#include "lathe/model.hpp"
#include "lathe/progress.hpp"

namespace lathe {

/// Loss and metrics as means over rows, whatever batches they came in, or as the roots of means.
class RunningMeans {
 public:
  explicit RunningMeans(const ModelInfo& model)
      : sums_(1 + model.metrics.size()), values_(sums_.size()), roots_(model.roots) {}
  /// Where a model's next call puts the values of a batch.
  double* batch_values() { return values_.data(); }
  const double* batch_values() const { return values_.data(); }
  /// Takes those values in.
  void add(int rows);
  void clear();
  std::size_t rows() const { return rows_; }
  std::size_t count() const { return sums_.size(); }
  /// 0 is the loss, i + 1 metric i.
  double mean(std::size_t i) const;
  std::vector<double> means() const;

 private:
  std::vector<double> sums_, values_;
  std::size_t rows_ = 0;
  std::vector<std::size_t> roots_;
};

/// Trains on one batch and stores loss and metrics; false when it was interrupted and nothing has changed.
using Step = std::function<bool(const Batch&, double* values)>;

enum class EpochEnd : std::uint8_t { complete, interrupted, loss_not_finite };

/// Steps through the rows in the given order; the last, shorter batch trains too. Stops after a step in which a signal
/// came, or whose loss is not finite (that step is in the means). Allocates nothing.
EpochEnd train_epoch(const Step& step, Batcher& batcher, std::span<const std::uint32_t> order, int batch,
                     RunningMeans& means, Progress& progress);

/// Loss and metrics over all rows named. Stops early when a signal came: then means.rows() is less than rows.size().
void evaluate_rows(Model& model, Batcher& batcher, std::span<const std::uint32_t> rows, RunningMeans& means);

/// 0, 1, … n-1.
std::vector<std::uint32_t> all_rows(std::size_t n);

}  // namespace lathe
