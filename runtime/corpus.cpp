#include "lathe/corpus.hpp"

#include <fmt/format.h>

#include <set>

#include "input_file.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view words_of_kind[] = {"characters", "words"};  // by TokenKind

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }
std::string_view after_first_line(std::string_view text) {
  text.remove_prefix(std::min(first_line(text).size() + 1, text.size()));
  return text;
}
std::string_view without_blank_start(std::string_view text) {
  while (text.starts_with('\n')) text.remove_prefix(1);
  return text;
}

std::set<std::string> characters(const std::string& text) {
  const std::vector<std::string> list = tokens(text, TokenKind::character);
  return {list.begin(), list.end()};
}

std::vector<std::string> all_tokens(const std::vector<std::string>& texts, TokenKind kind) {
  std::vector<std::string> all;
  for (const std::string& text : texts)
    for (std::string& token : tokens(text, kind)) all.push_back(std::move(token));
  return all;
}

}  // namespace

CorpusSchema::CorpusSchema(std::string_view text)
    : kind(first_line(without_blank_start(text)).starts_with(words_of_kind[1]) ? TokenKind::word
                                                                               : TokenKind::character),
      vocabulary(after_first_line(without_blank_start(text))) {
  const std::string_view head = first_line(without_blank_start(text)), mark = " without ";
  if (const std::size_t at = head.find(mark); at != std::string_view::npos) without = head.substr(at + mark.size());
}

CorpusSchema::CorpusSchema(const std::vector<std::string>& texts, TokenKind kind, const std::string& without,
                           int at_least)
    : kind(kind), without(without), vocabulary(all_tokens(texts, kind), characters(without), at_least) {}

std::string CorpusSchema::text() const {
  std::string text =
      std::string(words_of_kind[static_cast<int>(kind)]) + (without.empty() ? "" : " without " + without) + "\n";
  for (int i = 0; i < vocabulary.size(); ++i) text += vocabulary.token(i) + "\n";
  return text;
}

std::vector<int> CorpusSchema::numbers(std::string_view text) const {
  const std::set<std::string> left_out = characters(without);
  std::vector<int> list;
  for (const std::string& token : tokens(text, kind))
    if (!left_out.count(token)) list.push_back(vocabulary.number(token));
  return list;
}

std::vector<std::string> read_lines(const fs::path& file) {
  InputFile in(file);
  std::string text;
  char piece[1 << 16];
  while (const std::size_t got = in.read(piece, sizeof piece)) text.append(piece, got);
  std::vector<std::string> lines;
  for (std::string_view rest = text; !rest.empty(); rest = after_first_line(rest)) {
    std::string_view line = first_line(rest);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") != std::string_view::npos) lines.emplace_back(line);
  }
  if (lines.empty()) throw UserError(fmt::format("{}: has no text", in.name()));
  return lines;
}

Split read_text(const fs::path& path, const ModelInfo& model, std::uint64_t seed, Feed feed) {
  const fs::path file = find_data_file(path, model.data.file);
  const CorpusSchema schema(model.data.schema);
  const std::size_t window = model.inputs.at(0).row_elements();
  const std::size_t columns = feed == Feed::all ? std::min<std::size_t>(2, model.inputs.size()) : 1;
  Dataset data;
  for (std::size_t c = 0; c < columns; ++c) {
    Column& column = data.columns.emplace_back();
    column.name = model.inputs[c].name;
    column.width = window;
    column.origin = file.string();
  }
  int number = 0;
  for (const std::string& line : read_lines(file)) {
    ++number;
    std::vector<int> text;
    try {
      text = schema.numbers(line);
    } catch (const UserError& e) {
      throw UserError(fmt::format("{}: text {}: {}", file.string(), number, e.what()));
    }
    for (std::size_t i = 0; i + window < text.size(); ++i)
      for (std::size_t c = 0; c < columns; ++c) {
        const auto first = text.begin() + static_cast<std::ptrdiff_t>(i + c);
        data.columns[c].ints.insert(data.columns[c].ints.end(), first, first + static_cast<std::ptrdiff_t>(window));
        ++data.columns[c].rows;
      }
  }
  if (data.rows() == 0)
    throw UserError(fmt::format("{}: no text is longer than the {} tokens that input {} takes", file.string(), window,
                                model.inputs[0].name));
  check_columns(data, model.inputs, feed);
  return split(std::move(data), seed, model.data.train);
}

}  // namespace lathe
