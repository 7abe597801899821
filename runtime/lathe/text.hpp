// Texts, taken apart into characters or words.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lathe {

/// What a text is a sequence of: characters as a reader sees them (an accent belongs to its letter), or words of its
/// language, without blanks. Both by the rules of Unicode (UAX #29), words of Chinese, Japanese, Thai … by ICU's
/// dictionaries.
enum class TokenKind : bool { character, word };

/// The tokens of a text in UTF-8, in order. Throws UserError where the bytes are no UTF-8: "byte 12 is no UTF-8".
std::vector<std::string> tokens(std::string_view text, TokenKind kind);

/// The tokens that a model knows, with numbers 0 … size() - 1; the last one stands for all others.
class Vocabulary {
 public:
  static constexpr const char* unknown_token = "<UNK>";

  /// One token a line.
  explicit Vocabulary(std::string_view lines);
  /// The tokens of a text, the most frequent first, those with equal counts in the order of their code points; none of
  /// those left out, and none that occurs less often than `at_least`. Then <UNK>.
  Vocabulary(const std::vector<std::string>& text, const std::set<std::string>& left_out, int at_least = 1);

  int size() const { return static_cast<int>(tokens_.size()); }
  int unknown() const { return size() - 1; }
  /// unknown() for a token that is none of them.
  int number(const std::string& token) const;
  const std::string& token(int number) const { return tokens_.at(static_cast<std::size_t>(number)); }

 private:
  void add(std::string token);

  std::vector<std::string> tokens_;
  std::map<std::string, int, std::less<>> numbers_;
};

}  // namespace lathe
