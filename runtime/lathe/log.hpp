// The record of a training run: one JSON object a line per epoch.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lathe/files.hpp"
#include "lathe/model.hpp"

namespace lathe {

/// What one epoch gave. `train` and `test` hold the loss and then each metric, in the model's order.
struct EpochRecord {
  int epoch = 0;                        // from 1
  std::vector<double> train;            // means over the rows of the epoch, each before the update it led to
  std::vector<double> test;             // means over the whole test part, after the epoch; empty where there is none
  double seconds = 0;                   // spent on training; the test part's evaluation is not in it
  double samples_per_second = 0;        // training rows / seconds
  std::vector<double> hyperparameters;  // as the epoch's last update used them: rates as their schedules have them
};

/// Writes lines {"epoch":1,"loss":0.41,"accuracy":0.88,"test_loss":0.22,"test_accuracy":0.93,"seconds":0.52,
/// "samples_per_second":115384.0,"lr":0.1} to a file that is new with every run, from its first line on (see
/// LineFile). A number that is not finite becomes null, as JSON has none.
class Log {
 public:
  Log(const std::filesystem::path& file, const ModelInfo& model) : file_(file), model_(model) {}
  /// Throws UserError when the line cannot be written.
  void write(const EpochRecord& record) { file_.append(line(record)); }
  /// The same for all epochs of a run that goes on: the file has these lines, or what it had before.
  void write(const std::vector<EpochRecord>& records);

 private:
  std::string line(const EpochRecord& record) const;

  LineFile file_;
  const ModelInfo& model_;
};

}  // namespace lathe
