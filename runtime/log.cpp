#include "lathe/log.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <nlohmann/json.hpp>

#include "diagnostic.hpp"
#include "lathe/error.hpp"

namespace lathe {

Log::Log(const std::filesystem::path& file, const ModelInfo& model)
    : path_(file), model_(model), file_(std::fopen(file.c_str(), "w")) {
  if (!file_) throw UserError(fmt::format("{}: cannot be written: {}", file.string(), reason(errno)));
}

void Log::write(const EpochRecord& record) {
  nlohmann::ordered_json line;
  line["epoch"] = record.epoch;
  for (const bool test : {false, true}) {
    const std::vector<double>& values = test ? record.test : record.train;
    const std::string prefix = test ? "test_" : "";
    line[prefix + "loss"] = values[0];
    for (std::size_t i = 0; i < model_.metrics.size(); ++i) line[prefix + model_.metrics[i]] = values[i + 1];
  }
  line["seconds"] = record.seconds;
  line["samples_per_second"] = record.samples_per_second;
  for (std::size_t i = 0; i < model_.hyperparameters.size(); ++i)
    line[model_.hyperparameters[i].name] = record.hyperparameters[i];

  const std::string text = line.dump() + "\n";
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size() || std::fflush(file_.get()) != 0)
    throw UserError(fmt::format("{}: cannot be written: {}", path_.string(), reason(errno)));
}

}  // namespace lathe
