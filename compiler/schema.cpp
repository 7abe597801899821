#include "schema.hpp"

#include <fmt/format.h>

#include <cctype>
#include <set>

#include "lathe/corpus.hpp"
#include "lathe/error.hpp"
#include "lathe/table.hpp"

namespace lathe {
namespace fs = std::filesystem;
namespace {

/// The file's name without .gz.
fs::path unpacked(const fs::path& file) { return file.extension() == ".gz" ? file.stem() : file.filename(); }

std::string raw_literal(const std::string& text) { return "R\"schema(\n" + text + ")schema\""; }

std::string schema_name(const fs::path& file) {
  std::string name = unpacked(file).stem().string();
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0]))) name = "data_" + name;
  return name;
}

}  // namespace

bool is_text(const fs::path& file) { return unpacked(file).extension() == ".txt"; }

std::string schema_header(const SchemaOptions& o) {
  const std::string name = schema_name(o.file), file = unpacked(o.file).string();
  std::string text =
      fmt::format("// What is in {}. Made by: {}\n#pragma once\n\n#include <lathe/schema.hpp>\n\n", file, o.command);
  if (is_text(o.file)) {
    const CorpusSchema schema = [&] {
      const std::vector<std::string> lines = read_lines(o.file);
      try {
        return CorpusSchema(lines, o.words ? TokenKind::word : TokenKind::character, o.without, o.at_least);
      } catch (const UserError& e) {
        throw UserError(fmt::format("{}: {}", o.file.string(), e.what()));
      }
    }();
    text += fmt::format(
        "inline constexpr lathe::Corpus {}{{\n    .name = \"{}\",\n    .file = \"{}\",\n    .tokens = {}}};\n", name,
        name, file, raw_literal(schema.text()));
  } else {
    const TableSchema schema(CsvTable(o.file), o.target, std::set<std::string>(o.drop.begin(), o.drop.end()), o.train);
    text += fmt::format(
        "inline constexpr lathe::Table {}{{\n    .name = \"{}\",\n    .file = \"{}\",\n    .train = {},\n    .columns "
        "= {}}};\n",
        name, name, file, o.train, raw_literal(schema.text()));
  }
  return text;
}

}  // namespace lathe
