#include "markdown.hpp"

#include <cctype>
#include <vector>

namespace lathe::docs {
namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// Where the bracket at `at` ends, or npos if it does not.
std::size_t end_of_bracket(const std::string& s, std::size_t at) {
  static constexpr std::string_view open = "([{<", close = ")]}>";
  std::string expected;
  for (std::size_t i = at; i < s.size(); ++i) {
    if (!expected.empty() && s[i] == expected.back()) {
      expected.pop_back();
      if (expected.empty()) return i + 1;
    } else if (const auto kind = open.find(s[i]); kind != open.npos) {
      // Inside of other brackets < is mostly a comparison.
      if (s[i] != '<' || i == at || is_letter(s[i - 1])) expected += close[kind];
    }
  }
  return std::string::npos;
}

/// Where the code that begins at `at` ends: a name with brackets behind it, one with _ or ::, a number with _c. `at`
/// itself if none does.
std::size_t end_of_code(const std::string& s, std::size_t at) {
  std::size_t end = at;
  bool code = false;
  while (end < s.size()) {
    if (is_letter(s[end])) {
      code |= s[end] == '_';
      ++end;
    } else if (s.compare(end, 2, "::") == 0 && end > at) {
      code = true;
      end += 2;
    } else if (s[end] == '.' && end > at && end + 1 < s.size() &&
               std::isalpha(static_cast<unsigned char>(s[end + 1])) &&
               (std::isalpha(static_cast<unsigned char>(s[end - 1])) || s[end - 1] == ')')) {
      ++end;
    } else if (end > at && std::string_view("([{<").find(s[end]) != std::string_view::npos) {
      const std::size_t close = end_of_bracket(s, end);
      if (close == std::string::npos) break;
      code = true;
      end = close;
    } else {
      break;
    }
  }
  return code ? end : at;
}

}  // namespace

std::string code(const std::string& text) {
  return text.find('`') == std::string::npos ? "`" + text + "`" : "`` " + text + " ``";
}

std::string plain(const std::string& text) {
  std::string s;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool in_word =
        text[i] == '_' && i > 0 && i + 1 < text.size() && is_letter(text[i - 1]) && is_letter(text[i + 1]);
    if (!in_word && std::string_view("\\`*_[]<>#").find(text[i]) != std::string_view::npos) s += '\\';
    s += text[i];
  }
  return s;
}

std::string inline_markdown(const std::string& text) {
  std::string s;
  for (std::size_t i = 0; i < text.size();) {
    const bool starts = i == 0 || !is_letter(text[i - 1]);
    if (const std::size_t end = starts && is_letter(text[i]) ? end_of_code(text, i) : i; end > i) {
      s += code(text.substr(i, end - i));
      i = end;
      continue;
    }
    if (const auto end = text[i] == '`' ? text.find('`', i + 1) : std::string::npos; end != std::string::npos) {
      s += code(text.substr(i + 1, end - i - 1));
      i = end + 1;
      continue;
    }
    s += plain(std::string(1, text[i++]));
  }
  return s;
}

std::string markdown(const std::string& comment) {
  std::string s, paragraph;
  bool in_block = false;
  const auto flush = [&] {
    if (!paragraph.empty()) s += inline_markdown(paragraph) + "\n\n";
    paragraph.clear();
  };
  const auto end_block = [&] {
    if (in_block) s += "```\n\n";
    in_block = false;
  };
  for (std::size_t at = 0; at < comment.size();) {
    const std::size_t end = comment.find('\n', at);
    const std::string line = comment.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("  ")) {
      flush();
      if (!in_block) s += "```text\n";
      in_block = true;
      s += line.substr(2) + "\n";
    } else if (line.empty()) {
      flush();
      if (in_block && comment.compare(at, 2, "  ") == 0)
        s += "\n";
      else
        end_block();
    } else {
      end_block();
      paragraph += (paragraph.empty() ? "" : " ") + line;
    }
  }
  flush();
  end_block();
  while (s.ends_with("\n")) s.pop_back();
  return s;
}

}  // namespace lathe::docs
