// `lathe schema`: a header that describes a table or a text, for a spec to include.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lathe {

struct SchemaOptions {
  std::filesystem::path file;  // .csv or .txt, or a .gz of these
  std::string command;         // what the header says it was made by
  // Of a table:
  std::string target;
  std::vector<std::string> drop;
  double train = 0.7;
  // Of a text:
  bool words = false;  // else characters
  std::string without;
  int at_least = 1;
};

/// Whether a file's name is that of a text rather than a table.
bool is_text(const std::filesystem::path& file);

/// The header's text: a variable named as the file is, house_prices for house_prices.csv.gz. Throws lathe::UserError
/// for what is wrong with the file or the options.
std::string schema_header(const SchemaOptions& options);

}  // namespace lathe
