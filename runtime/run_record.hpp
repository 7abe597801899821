// What a checkpoint holds beside weights and scaler: a run's facts as text, and tensors of its own. Only checkpoint.cpp
// knows what they mean.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lathe/data.hpp"
#include "lathe/model.hpp"

namespace lathe {

struct RunTensor {
  std::string name;
  ElementType type;
  std::vector<std::uint64_t> shape;
  std::string bytes;
};

struct RunRecord {
  std::string model;  // whose run it is
  std::string facts;
  std::vector<RunTensor> tensors;
};

/// save_weights, and the record: a file that load_weights reads, too.
void save_with_run(const std::filesystem::path& file, Model& model, const Scaler* scaler, const RunRecord& run);

/// Nothing when the file has weights only. Throws UserError: not safetensors, truncated.
std::optional<RunRecord> load_run(const std::filesystem::path& file);

}  // namespace lathe
