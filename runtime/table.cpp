#include "lathe/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "diagnostic.hpp"
#include "input_file.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace fs = std::filesystem;
namespace {

using Kind = SchemaColumn::Kind;

constexpr std::array kinds = {std::pair{Kind::number, "number"}, std::pair{Kind::category, "category"},
                              std::pair{Kind::target, "target"}, std::pair{Kind::drop, "drop"}};
constexpr const char* missing_category = "NaN";
constexpr const char* advice = "; run lathe schema again if this is how the data are now";

/// Fields of CSV text, one after another.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  int line() const { return line_; }

  /// The next field; `last` says whether it ends its row. Nothing where a quote does not end.
  std::optional<std::string> next(bool& last) {
    std::string field;
    const bool quoted = rest_.starts_with('"');
    if (quoted) {
      for (std::size_t i = 1;; ++i) {
        if (i >= rest_.size()) return std::nullopt;
        if (rest_[i] == '"' && rest_.substr(i + 1, 1) == "\"")
          ++i;
        else if (rest_[i] == '"') {
          rest_.remove_prefix(i + 1);
          break;
        }
        line_ += rest_[i] == '\n';
        field += rest_[i];
      }
    }
    const std::size_t end = std::min(rest_.find_first_of(",\n"), rest_.size());
    field += rest_.substr(0, end);
    if (!quoted || end > 0)
      if (field.ends_with('\r')) field.pop_back();
    last = end == rest_.size() || rest_[end] == '\n';
    line_ += end < rest_.size() && rest_[end] == '\n';
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return field;
  }

 private:
  std::string_view rest_;
  int line_ = 1;
};

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\n") == std::string::npos) return field;
  std::string text = "\"";
  for (char c : field) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + '"';
}

std::optional<double> number(std::string_view field) {
  double x = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), x);
  if (error != std::errc() || end != field.data() + field.size() || !std::isfinite(x)) return std::nullopt;
  return x;
}

/// Appends to a column of real numbers of the type that its input has.
void append(Column& column, ElementType type, double x) {
  if (type == ElementType::f64)
    column.doubles.push_back(x);
  else
    column.floats.push_back(static_cast<float>(x));
}

}  // namespace

bool is_missing(std::string_view field) {
  constexpr std::string_view all[] = {"",     "#N/A",   "#N/A N/A", "#NA",  "-1.#IND", "-1.#QNAN", "-NaN",
                                      "-nan", "1.#IND", "1.#QNAN",  "<NA>", "N/A",     "NA",       "NULL",
                                      "NaN",  "None",   "n/a",      "nan",  "null"};
  return std::find(std::begin(all), std::end(all), field) != std::end(all);
}

CsvTable::CsvTable(const fs::path& file) {
  InputFile in(file);
  name = in.name();
  std::string text;
  char piece[1 << 16];
  while (const std::size_t got = in.read(piece, sizeof piece)) text.append(piece, got);
  std::string_view all = text;
  if (all.starts_with("\xef\xbb\xbf")) all.remove_prefix(3);

  Fields fields(all);
  while (!fields.done()) {
    const int line = fields.line();
    std::vector<std::string> row;
    for (bool last = false; !last;) {
      auto field = fields.next(last);
      if (!field) throw UserError(fmt::format("{}: line {}: a quote begins that does not end", name, line));
      row.push_back(std::move(*field));
    }
    if (row.size() == 1 && row[0].empty()) continue;  // a blank line
    if (header.empty()) {
      header = std::move(row);
      continue;
    }
    if (row.size() != header.size())
      throw UserError(
          fmt::format("{}: line {}: has {} fields but the header has {}", name, line, row.size(), header.size()));
    rows.push_back(std::move(row));
    lines.push_back(line);
  }
  if (header.empty()) throw UserError(fmt::format("{}: is empty", name));
  for (std::size_t i = 0; i < header.size(); ++i)
    if (std::find(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i), header[i]) !=
        header.begin() + static_cast<std::ptrdiff_t>(i))
      throw UserError(fmt::format("{}: two columns are named {}", name, excerpt(header[i])));
  if (rows.empty()) throw UserError(fmt::format("{}: has a header but no rows", name));
}

TableSchema::TableSchema(std::string_view text) {
  Fields fields(text);
  while (!fields.done()) {
    std::vector<std::string> row;
    for (bool last = false; !last;) row.push_back(fields.next(last).value_or(""));
    if (row.size() < 2) continue;
    for (const auto& [kind, word] : kinds)
      if (row[0] == word) columns_.push_back({kind, row[1], {row.begin() + 2, row.end()}});
  }
}

TableSchema::TableSchema(const CsvTable& table, const std::string& target, const std::set<std::string>& drop,
                         double train) {
  const auto check = [&](const std::string& name, const char* option) {
    if (std::find(table.header.begin(), table.header.end(), name) == table.header.end())
      throw UserError(fmt::format("{}: has no column {} for {}", table.name, excerpt(name), option));
  };
  check(target, "--target");
  for (const std::string& name : drop) check(name, "--drop");
  if (drop.contains(target))
    throw UserError(
        fmt::format("{}: column {} cannot be both --target and one to --drop", table.name, excerpt(target)));
  const auto train_rows = split_rows(table.rows.size(), train, split_seed).first;
  for (std::size_t c = 0; c < table.header.size(); ++c) {
    SchemaColumn column{Kind::number, table.header[c]};
    if (drop.count(column.name))
      column.kind = Kind::drop;
    else if (column.name == target)
      column.kind = Kind::target;
    else if (std::any_of(table.rows.begin(), table.rows.end(),
                         [&](const auto& row) { return !is_missing(row[c]) && !number(row[c]); }))
      column.kind = Kind::category;
    if (column.kind == Kind::target)
      for (std::size_t r = 0; r < table.rows.size(); ++r)
        if (!number(table.rows[r][c]))
          throw UserError(fmt::format("{}: line {}: {} is {} but a target should be a number", table.name,
                                      table.lines[r], target, excerpt(table.rows[r][c])));
    if (column.kind == Kind::category) {
      std::set<std::string> values;
      for (const std::uint32_t r : train_rows)
        values.insert(is_missing(table.rows[r][c]) ? missing_category : table.rows[r][c]);
      column.values.assign(values.begin(), values.end());
    }
    columns_.push_back(std::move(column));
  }
}

std::string TableSchema::text() const {
  std::string text;
  for (const SchemaColumn& column : columns_) {
    for (const auto& [kind, word] : kinds)
      if (column.kind == kind) text += word;
    text += "," + quoted(column.name);
    for (const std::string& value : column.values) text += "," + quoted(value);
    text += "\n";
  }
  return text;
}

Dataset TableSchema::read(const CsvTable& table, const ModelInfo& model, Feed feed,
                          const std::vector<std::uint32_t>& train_rows) const {
  std::map<std::string, std::size_t> position;
  for (std::size_t c = 0; c < table.header.size(); ++c) position[table.header[c]] = c;
  for (const SchemaColumn& column : columns_) {
    const bool wanted = column.kind != Kind::drop && (column.kind != Kind::target || feed == Feed::all);
    if (wanted && !position.count(column.name))
      throw UserError(fmt::format("{}: has no column {}, which the model's schema has{}", table.name,
                                  excerpt(column.name), advice));
  }
  for (const std::string& name : table.header)
    if (std::none_of(columns_.begin(), columns_.end(), [&](const SchemaColumn& column) { return column.name == name; }))
      throw UserError(fmt::format("{}: has a column {}, which the model's schema does not have{}", table.name,
                                  excerpt(name), advice));

  std::vector<bool> trains(table.rows.size());
  for (const std::uint32_t r : train_rows) trains[r] = true;
  Dataset data;
  Column features, target;
  const ElementType type = model.inputs.at(0).type;
  const auto begin = [&](Column& column, std::size_t input) {
    column.name = input < model.inputs.size() ? model.inputs[input].name : "target";
    column.rows = table.rows.size();
    column.origin = table.name;
  };
  begin(features, 0), begin(target, 1);
  target.width = 1;
  for (const SchemaColumn& column : columns_) {
    features.standardised += column.kind == Kind::number;
    features.width += column.kind == Kind::number ? 1 : column.values.size();
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const auto fail = [&](const SchemaColumn& column, const std::string& is, const std::string& should) {
      throw UserError(
          fmt::format("{}: line {}: {} is {} but should be {}", table.name, table.lines[r], column.name, is, should));
    };
    const auto field = [&](const SchemaColumn& column) -> const std::string& {
      return table.rows[r][position.at(column.name)];
    };
    for (const SchemaColumn& column : columns_) {
      if (column.kind != Kind::number) continue;
      const std::string& text = field(column);
      const std::optional<double> x = number(text);
      if (!x && !is_missing(text)) fail(column, excerpt(text), fmt::format("a number{}", advice));
      append(features, type, x.value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    for (const SchemaColumn& column : columns_) {
      if (column.kind != Kind::category) continue;
      const std::string value = is_missing(field(column)) ? missing_category : field(column);
      bool known = false;
      for (const std::string& each : column.values) {
        append(features, type, each == value);
        known = known || each == value;
      }
      if (!known && trains[r])
        fail(column, excerpt(value), fmt::format("one of the values of the model's schema{}", advice));
    }
    if (feed != Feed::all) continue;
    for (const SchemaColumn& column : columns_) {
      if (column.kind != Kind::target) continue;
      const std::optional<double> x = number(field(column));
      if (!x) fail(column, excerpt(field(column)), "a number");
      append(target, model.inputs.size() > 1 ? model.inputs[1].type : ElementType::f32, *x);
    }
  }
  data.columns.push_back(std::move(features));
  if (feed == Feed::all) data.columns.push_back(std::move(target));
  return data;
}

Split read_table(const fs::path& path, const ModelInfo& model, std::uint64_t seed, Feed feed) {
  std::error_code ignored;
  const bool is_folder = fs::is_directory(path, ignored);
  const CsvTable table(find_data_file(path, model.data.file));
  const TableSchema schema(model.data.schema);
  if (feed == Feed::predict && !is_folder) {
    Split all;
    all.test = schema.read(table, model, feed, {});
    check_columns(all.test, model.inputs, feed);
    return all;
  }
  std::vector<std::uint32_t> train_rows;
  if (feed == Feed::all) train_rows = split_rows(table.rows.size(), model.data.train, seed).first;
  Dataset data = schema.read(table, model, feed, train_rows);
  check_columns(data, model.inputs, feed);
  return split(std::move(data), seed, model.data.train);
}

}  // namespace lathe
