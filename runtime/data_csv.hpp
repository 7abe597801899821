// What the folder reader asks of a CSV before it reads it.
#pragma once

#include <filesystem>
#include <string>

namespace lathe {

/// The name of a CSV's first column; empty for an empty file.
std::string first_csv_field(const std::filesystem::path& file);

}  // namespace lathe
