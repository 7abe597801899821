#include "lathe/plot_logs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string_view>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/plot.hpp"

namespace lathe {
namespace {

using Series = std::map<std::string, std::vector<double>>;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Appends the names of what has a test_ beside it, the loss and the metrics, in the order of the file.
Series read_log(const std::filesystem::path& file, std::vector<std::string>& names) {
  std::ifstream in(file);
  if (!in || std::filesystem::is_directory(file))
    throw UserError(fmt::format("{}: cannot be read: {}", file.string(), in ? "it is a folder" : reason(errno)));
  Series series;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto record = nlohmann::ordered_json::parse(line, nullptr, false);
    const auto fail = [&] {
      throw UserError(fmt::format("{}:{}: is no line of a log but should be {{\"epoch\":{},\"loss\":…}}", file.string(),
                                  number, number));
    };
    if (!record.is_object() || !record.contains("epoch") || !record["epoch"].is_number_unsigned()) fail();
    const auto epoch = record["epoch"].get<std::size_t>();
    if (epoch < 1 || epoch > 1'000'000) fail();
    for (const auto& [name, value] : record.items()) {
      if (record.contains("test_" + name) && std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
      std::vector<double>& values = series[name];
      values.resize(std::max(values.size(), epoch), kNone);
      values[epoch - 1] = value.is_number() ? value.get<double>() : kNone;
    }
  }
  if (series.empty()) throw UserError(fmt::format("{}: has no epochs", file.string()));
  return series;
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : std::string(between)) + text;
  return all;
}

}  // namespace

std::map<std::string, std::vector<double>> read_log(const std::filesystem::path& file) {
  std::vector<std::string> names;
  return read_log(file, names);
}

std::string plot_logs(const std::string& title, std::vector<LabelledLog> logs) {
  std::vector<std::string> labels, names;
  for (const LabelledLog& log : logs) labels.push_back(log.label);
  for (LabelledLog& log : logs)
    if (std::count(labels.begin(), labels.end(), log.label) > 1) log.label = log.file.string();
  std::vector<Series> runs;
  for (const LabelledLog& log : logs) runs.push_back(read_log(log.file, names));

  if (names.empty())
    throw UserError(fmt::format("{}: has no loss of the training and the test part", logs[0].file.string()));

  std::vector<Panel> panels;
  std::vector<std::string> ends;
  for (const std::string& name : names)
    for (const bool test : {false, true}) {
      Panel panel{name + (test ? ", test part" : ", training part"), {}};
      for (std::size_t i = 0; i < runs.size(); ++i)
        if (const auto found = runs[i].find((test ? "test_" : "") + name); found != runs[i].end())
          panel.curves.push_back({logs[i].label, found->second});
      if (test && name == names.back())
        for (const Curve& curve : panel.curves)
          ends.push_back(fmt::format("{} {:.4g}", curve.label, curve.values.back()));
      panels.push_back(std::move(panel));
    }
  labels.clear();
  for (const LabelledLog& log : logs) labels.push_back(log.label);
  return plot_svg(title.empty() ? joined(labels, ", ") : title,
                  fmt::format("test {} after the last epoch: {}", names.back(), joined(ends, " · ")), panels);
}

}  // namespace lathe
