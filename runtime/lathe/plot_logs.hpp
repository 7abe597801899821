// Training runs side by side.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace lathe {

/// A file that Log has written, and what its curves are called.
struct LabelledLog {
  std::string label;
  std::filesystem::path file;
};

/// What a log says, by name, with a value for each epoch; where there is none, not a number. Throws UserError: a file
/// that is not there, or is no log.
std::map<std::string, std::vector<double>> read_log(const std::filesystem::path& file);

/// A drawing as SVG: the loss and each metric of the logs, a panel for the training part and one for the test part,
/// with a curve for each log. Logs of one label are called by their files. Without a title it is named by the labels.
/// Throws UserError: a file that is not there, or is no log.
std::string plot_logs(const std::string& title, std::vector<LabelledLog> logs);

}  // namespace lathe
