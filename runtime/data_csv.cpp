#include "data_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>

#include "diagnostic.hpp"
#include "input_file.hpp"
#include "lathe/data.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace {

// The lines of a text file, without their ends (LF or CRLF).
class LineReader {
 public:
  explicit LineReader(const std::filesystem::path& file) : in_(file) {}

  // The line stays valid until the next call. False at the end of the file.
  bool next(std::string_view& line) {
    for (std::size_t searched = position_;;) {
      const std::size_t end = buffer_.find('\n', searched);
      if (end != std::string::npos || (ended_ && position_ < buffer_.size())) {
        const std::size_t stop = std::min(end, buffer_.size());
        line = std::string_view(buffer_).substr(position_, stop - position_);
        if (line.ends_with('\r')) line.remove_suffix(1);
        position_ = std::min(stop + 1, buffer_.size());
        ++number_;
        return true;
      }
      if (ended_) return false;
      searched = buffer_.size() - position_;
      refill();
    }
  }

  int number() const { return number_; }
  const std::string& name() const { return in_.name(); }

  [[noreturn]] void fail(const std::string& what) const {
    throw UserError(fmt::format("{}: line {}: {}", name(), number_, what));
  }

 private:
  void refill() {
    constexpr std::size_t chunk = 1 << 18;
    buffer_.erase(0, position_);
    position_ = 0;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + chunk);
    const std::size_t got = in_.read(buffer_.data() + kept, chunk);
    if (got && std::memchr(buffer_.data() + kept, 0, got))
      throw UserError(fmt::format("{}: has bytes that are no text, and is no CSV file", name()));
    buffer_.resize(kept + got);
    ended_ = got < chunk;
  }

  InputFile in_;
  std::string buffer_;
  std::size_t position_ = 0;
  bool ended_ = false;
  int number_ = 0;
};

// Takes the next field off the front of a line, without the blanks around it.
std::string_view take_field(std::string_view& line) {
  const std::size_t comma = std::min(line.find(','), line.size());
  std::string_view field = line.substr(0, comma);
  line.remove_prefix(std::min(comma + 1, line.size()));
  while (field.starts_with(' ') || field.starts_with('\t')) field.remove_prefix(1);
  while (field.ends_with(' ') || field.ends_with('\t')) field.remove_suffix(1);
  return field;
}

std::size_t count_fields(std::string_view line) {
  return static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 1;
}

template <class T>
bool parse(std::string_view field, T& value) {
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  return error == std::errc() && end == field.data() + field.size();
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t") == std::string_view::npos; }

bool all_numbers(std::string_view line) {
  for (std::size_t i = count_fields(line); i > 0; --i)
    if (double x; !parse(take_field(line), x)) return false;
  return true;
}

// What is too small for a T, but not for a double, is 0.
template <class T>
bool parse_real(std::string_view field, T& value) {
  if (parse(field, value)) return std::isfinite(value);
  double wide;
  if (!parse(field, wide)) return false;
  value = static_cast<T>(wide);
  return std::isfinite(value);
}

// Appends a feature: to the bytes, or, from the first value that is not one, to the real numbers.
template <class T>
bool append(std::string_view field, std::vector<std::uint8_t>& bytes, std::vector<T>& reals) {
  if (reals.empty()) {
    if (std::uint8_t byte; parse(field, byte)) {
      bytes.push_back(byte);
      return true;
    }
  }
  T x;
  if (!parse_real(field, x)) return false;
  if (reals.empty()) {
    reals.reserve(bytes.capacity());
    reals.assign(bytes.begin(), bytes.end());
    bytes = {};
  }
  reals.push_back(x);
  return true;
}

bool append(std::string_view field, ElementType type, Column& features) {
  return type == ElementType::f64 ? append(field, features.bytes, features.doubles)
                                  : append(field, features.bytes, features.floats);
}

// All lines but the header and blank ones.
std::size_t count_rows(const std::filesystem::path& file) {
  LineReader lines(file);
  std::size_t rows = 0;
  for (std::string_view line; lines.next(line);) rows += !is_blank(line);
  return rows - (rows > 0);
}

[[noreturn]] void fail_field(const LineReader& lines, std::size_t column, std::string_view field,
                             std::string_view wanted) {
  if (field.starts_with('"'))
    lines.fail(fmt::format("column {} is quoted; numbers should be written without quotes", column));
  lines.fail(fmt::format("column {} is {} but should be {}", column, excerpt(field), wanted));
}

}  // namespace

std::string first_csv_field(const std::filesystem::path& file) {
  LineReader lines(file);
  std::string_view header;
  return lines.next(header) ? std::string(take_field(header)) : std::string();
}

Dataset read_labelled_csv(const std::filesystem::path& file, bool with_labels, ElementType type) {
  LineReader lines(file);
  std::string_view line;
  if (!lines.next(line)) throw UserError(fmt::format("{}: is empty", lines.name()));
  const std::size_t fields = count_fields(line);
  if (is_blank(line) || all_numbers(line)) lines.fail("should be a header that names the columns");
  if (with_labels && fields < 2)
    lines.fail("the header has 1 column but should have a label and at least one feature, separated by commas");

  // Rows are counted before they are read: vectors that grow would hold up to twice the data for a moment.
  const std::size_t rows = count_rows(file);
  Column features{"image", 0, fields - (with_labels ? 1 : 0), {}, {}, {}};
  Column labels{"label", 0, 1, {}, {}, {}};
  for (Column* column : {&features, &labels}) {
    column->origin = lines.name();
    column->first_line = lines.number() + 1;
  }
  features.bytes.reserve(rows * features.width);
  labels.ints.reserve(with_labels ? rows : 0);
  int blank_line = 0;
  while (lines.next(line)) {
    if (is_blank(line)) {
      if (blank_line == 0) blank_line = lines.number();
      continue;
    }
    if (blank_line > 0) throw UserError(fmt::format("{}: line {}: is blank but rows follow", lines.name(), blank_line));
    if (const std::size_t found = count_fields(line); found != fields)
      lines.fail(fmt::format("has {} fields but the header has {}", found, fields));
    std::size_t column = 1;
    if (with_labels) {
      const std::string_view field = take_field(line);
      std::int32_t label;
      if (!parse(field, label)) fail_field(lines, column, field, "a label, an integer");
      labels.ints.push_back(label);
      ++column;
    }
    for (; column <= fields; ++column)
      if (const std::string_view field = take_field(line); !append(field, type, features))
        fail_field(lines, column, field, "a finite number");
    ++features.rows;
  }
  if (features.rows == 0) throw UserError(fmt::format("{}: has a header but no rows", lines.name()));

  labels.rows = features.rows;
  Dataset data;
  data.columns.push_back(std::move(features));
  if (with_labels) data.columns.push_back(std::move(labels));
  return data;
}

}  // namespace lathe
