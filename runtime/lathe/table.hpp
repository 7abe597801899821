// Tables: CSV files of numbers and categories, and what a schema says of their columns.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lathe/data.hpp"

namespace lathe {

/// A CSV file (RFC 4180: fields may be quoted, "" in quotes is a quote; plain or .gz) with a header.
struct CsvTable {
  std::string name;  // the file's, for messages
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<int> lines;  // where each row begins

  /// Throws UserError with the line: ragged, a quote that does not end, two columns of one name, no header, no rows.
  explicit CsvTable(const std::filesystem::path& file);
};

/// Whether a field stands for a missing value, as pandas has it: "", "NA", "NaN", "NULL", "None", …
bool is_missing(std::string_view field);

/// A column as the schema has it; of a category its values, in the order of their bytes.
struct SchemaColumn {
  enum class Kind : std::uint8_t { number, category, target, drop };
  Kind kind;
  std::string name;
  std::vector<std::string> values = {};
};

/// What a table's columns are: lines number,NAME and category,NAME,VALUE,… and target,NAME and drop,NAME, with fields
/// quoted as in CSV.
class TableSchema {
 public:
  explicit TableSchema(std::string_view text);
  /// What the columns of a table look like: numbers where every value is one, else categories of the values that the
  /// training part has. Throws UserError: no such target or column to drop, a target that is no number.
  TableSchema(const CsvTable& table, const std::string& target, const std::set<std::string>& drop, double train);
  std::string text() const;

  /// The features, numbers first, and, for Feed::all, the target, as the first two inputs. `train_rows`: rows in which
  /// every value of a category must be known. Throws UserError with the line for what is not as the schema says.
  Dataset read(const CsvTable& table, const ModelInfo& model, Feed feed,
               const std::vector<std::uint32_t>& train_rows) const;

 private:
  std::vector<SchemaColumn> columns_;
};

/// DataInfo::read for tables: the file, or DataInfo::file in a folder, cut by a seeded choice. For Feed::predict a file
/// needs no target, and all its rows are the test part.
Split read_table(const std::filesystem::path& path, const ModelInfo& model, std::uint64_t seed, Feed feed);

}  // namespace lathe
