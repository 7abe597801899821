#include "lathe/text.hpp"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <tuple>

#include "lathe/error.hpp"

namespace lathe {
namespace {

void check_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    UChar32 code = 0;
    U8_NEXT(bytes, i, length, code);
    if (code < 0) throw UserError(fmt::format("byte {} is no UTF-8", start + 1));
  }
}

}  // namespace

std::vector<std::string> tokens(std::string_view text, TokenKind kind) {
  check_utf8(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale anywhere = icu::Locale::getRoot();
  const std::unique_ptr<icu::BreakIterator> boundaries(
      kind == TokenKind::character ? icu::BreakIterator::createCharacterInstance(anywhere, status)
                                   : icu::BreakIterator::createWordInstance(anywhere, status));
  if (U_FAILURE(status)) throw std::runtime_error(fmt::format("ICU: {}", u_errorName(status)));
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  boundaries->setText(wide);
  std::vector<std::string> list;
  for (std::int32_t from = boundaries->first(), to; (to = boundaries->next()) != icu::BreakIterator::DONE; from = to) {
    icu::UnicodeString part = wide.tempSubStringBetween(from, to);
    if (part.trim().isEmpty()) continue;
    part.toUTF8String(list.emplace_back());
  }
  return list;
}

Vocabulary::Vocabulary(std::string_view lines) {
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    if (end > 0) add(std::string(lines.substr(0, end)));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

Vocabulary::Vocabulary(const std::vector<std::string>& text, const std::set<std::string>& left_out, int at_least) {
  std::map<std::string, int> counts;
  for (const std::string& token : text)
    if (!left_out.count(token)) ++counts[token];
  std::vector<std::pair<std::string, int>> order(counts.begin(), counts.end());
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return std::tie(b.second, a.first) < std::tie(a.second, b.first); });
  for (auto& [token, count] : order)
    if (count >= at_least) add(std::move(token));
  add(unknown_token);
}

int Vocabulary::number(const std::string& token) const {
  const auto found = numbers_.find(token);
  return found == numbers_.end() ? unknown() : found->second;
}

void Vocabulary::add(std::string token) {
  if (numbers_.emplace(token, size()).second) tokens_.push_back(std::move(token));
}

}  // namespace lathe
