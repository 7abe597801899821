#include "lathe/log.hpp"

#include <nlohmann/json.hpp>

namespace lathe {

std::string Log::line(const EpochRecord& record) const {
  nlohmann::ordered_json line;
  line["epoch"] = record.epoch;
  for (const bool test : {false, true}) {
    const std::vector<double>& values = test ? record.test : record.train;
    if (values.empty()) continue;
    const std::string prefix = test ? "test_" : "";
    line[prefix + "loss"] = values[0];
    for (std::size_t i = 0; i < model_.metrics.size(); ++i) line[prefix + model_.metrics[i]] = values[i + 1];
  }
  line["seconds"] = record.seconds;
  line["samples_per_second"] = record.samples_per_second;
  for (std::size_t i = 0; i < model_.hyperparameters.size(); ++i)
    line[model_.hyperparameters[i].name] = record.hyperparameters[i];

  return line.dump() + "\n";
}

void Log::write(const std::vector<EpochRecord>& records) {
  std::string lines;
  for (const EpochRecord& record : records) lines += line(record);
  file_.append(lines);
}

}  // namespace lathe
