#include "diagnostic.hpp"

#include <system_error>

namespace lathe {

std::string reason(int error) { return in_sentence(std::generic_category().message(error)); }

std::string in_sentence(std::string words) {
  if (words.size() > 1 && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a') words[0] += 'a' - 'A';
  return words;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t most = 40;
  std::string shown = "\"";
  for (char c : text.substr(0, most)) shown += c >= ' ' && c <= '~' ? c : '?';
  shown += text.size() > most ? "...\"" : "\"";
  return shown;
}

}  // namespace lathe
