// Texts as data sets: windows of tokens, and the tokens that follow.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "lathe/data.hpp"
#include "lathe/text.hpp"

namespace lathe {

/// The tokens of a text and how it is taken apart, as `lathe schema` writes them: a line "characters without ，。" or
/// "words without …", the characters that are left out, then a token a line.
struct CorpusSchema {
  TokenKind kind;
  std::string without;
  Vocabulary vocabulary;

  explicit CorpusSchema(std::string_view text);
  /// What is in a text: the most frequent first, tokens that occur less than `at_least` times left to <UNK>.
  CorpusSchema(const std::vector<std::string>& texts, TokenKind kind, const std::string& without, int at_least);
  std::string text() const;

  /// The numbers of a text's tokens, without those that are left out.
  std::vector<int> numbers(std::string_view text) const;
};

/// The lines of a file in UTF-8, plain or .gz; blank ones are left out. Throws UserError.
std::vector<std::string> read_lines(const std::filesystem::path& file);

/// DataInfo::read for texts: each line of the file, or of DataInfo::file in a folder, in windows of as many tokens as
/// the first input takes, one token apart; for the second input the windows one token further. Lines that are no longer
/// than a window give none.
Split read_text(const std::filesystem::path& path, const ModelInfo& model, std::uint64_t seed, Feed feed);

}  // namespace lathe
