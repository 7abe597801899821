// A training run between two epochs, on disk: what it takes to go on as if nothing had come between.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lathe/data.hpp"
#include "lathe/log.hpp"
#include "lathe/model.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_tensors.hpp"

namespace lathe {

/// The data of a run, to be known again.
struct DataMark {
  std::size_t train_rows = 0, test_rows = 0;
  std::uint32_t sum = 0;  // CRC-32 of all values
  bool operator==(const DataMark&) const = default;
};
DataMark mark_of(const Split& data);

/// A run after one of its epochs, besides the weights and the state of the update rule, which the model has. Random
/// numbers and the order of the rows follow from seed, step and epoch.
struct Checkpoint {
  TrainOptions options;
  DataMark data;
  std::uint64_t steps = 0;
  std::vector<EpochRecord> history;  // of all epochs so far
  int best = 0;                      // the epoch of the best weights, from 1
  Tensors best_weights;              // all parameters, as they were after that
  int epoch() const { return static_cast<int>(history.size()); }
};

/// Where --save-every keeps the checkpoints of a run whose weights go to a file: digits.checkpoint beside
/// digits.safetensors.
std::string checkpoint_file(const std::string& save);

/// Writes a safetensors file, atomically. load_weights loads the weights of the last epoch from it; the best ones are
/// in tensors "__run__.best.hidden.weight" …, the numbers of all epochs in "__run__.history", the rest, as JSON, in
/// "run" of the metadata.
void save_checkpoint(const std::filesystem::path& file, Model& model, const Scaler* scaler,
                     const Checkpoint& checkpoint);

/// Throws UserError: not there, damaged, no checkpoint, or one of another model, of other options of the spec, batch,
/// hyperparameters or metrics. That the parameters are the model's is for load_weights to see.
Checkpoint read_checkpoint(const std::filesystem::path& file, const ModelInfo& model);

/// The options of a run that goes on: the checkpoint's, but for those that are given. Throws UserError where one is
/// given that would make it another run.
TrainOptions options_to_resume(const TrainOptions& given, const Checkpoint& checkpoint, const ModelInfo& model);

/// Throws UserError unless the data are those of the checkpoint's run.
void check_data(const TrainOptions& options, const Checkpoint& checkpoint, const DataMark& data);

}  // namespace lathe
