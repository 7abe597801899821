#include "emit/writer.hpp"

#include <algorithm>
#include <array>

namespace lathe::emit {

constexpr std::size_t columns = 118;

namespace {

/// Where to break a line of code so that at most `room` columns come before: after a comma or in front of an operator,
/// outside of as many parentheses as possible and as far to the right. npos: nowhere.
std::size_t best_break(std::string_view text, std::size_t room) {
  std::size_t best = std::string_view::npos;
  int depth = 0, depth_at_best = 0;
  bool quoted = false;
  for (std::size_t i = 0; i + 2 < text.size() && i < room; ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (quoted) continue;
    if (text[i] == '(' || text[i] == '{' || text[i] == '[') ++depth;
    if (text[i] == ')' || text[i] == '}' || text[i] == ']') --depth;
    const bool comma = text[i] == ',' && text[i + 1] == ' ';
    const bool operation =
        text[i] == ' ' && text[i + 2] == ' ' && std::string_view("+-*/<>=").find(text[i + 1]) != std::string_view::npos;
    if ((!comma && !operation) || i < 20) continue;
    if (best != std::string_view::npos && depth > depth_at_best) continue;
    best = comma ? i + 1 : i;
    depth_at_best = depth;
  }
  return best;
}

}  // namespace

Writer& Writer::line(std::string_view text) {
  std::size_t indent = static_cast<std::size_t>(depth_) * 2;
  for (std::size_t end = 0; !text.empty(); indent = static_cast<std::size_t>(depth_) * 2 + 4) {
    const bool fits = indent + text.size() <= columns || text.substr(0, 2) == "//" ||
                      text.find("  // ") != std::string_view::npos || text.find('\n') != std::string_view::npos;
    end = fits ? std::string_view::npos : best_break(text, columns - indent);
    if (!text_.empty() && text_.back() != '\n') text_ += '\n';
    text_.append(indent, ' ').append(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  text_ += '\n';
  return *this;
}

Writer& Writer::comment(std::string_view text) {
  std::string_view indent = "// ";
  const std::size_t room = columns - static_cast<std::size_t>(depth_) * 2;
  while (!text.empty()) {
    std::size_t end = text.size();
    if (indent.size() + end > room) {
      end = text.rfind(' ', room - indent.size());
      if (end == std::string_view::npos || end == 0) end = std::min(text.find(' '), text.size());
    }
    line(std::string(indent) + std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    indent = "//   ";
  }
  return *this;
}

std::string identifier(std::string_view name) {
  static constexpr std::array keywords = {
      "alignas", "alignof", "and", "asm", "auto", "bool", "break", "case", "catch", "char", "class", "concept", "const",
      "constexpr", "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export", "extern",
      "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "not",
      "operator", "or", "private", "protected", "public", "register", "requires", "return", "short", "signed", "sizeof",
      "static", "struct", "switch", "template", "this", "throw", "true", "try", "typedef", "typeid", "typename",
      "union", "unsigned", "using", "virtual", "void", "volatile", "while", "xor",
      // Names that the generated functions use themselves.
      "batch", "blockDim", "blockIdx", "end", "from", "gradients", "i", "info", "lathe", "main", "outputs", "own",
      "rows", "std", "task", "thread", "threadIdx", "to", "value", "values", "Batch", "Model", "Parameters", "V"};
  std::string s(name);
  std::replace(s.begin(), s.end(), '.', '_');
  if (!s.empty() && s[0] >= '0' && s[0] <= '9') s = "layer" + s;  // a layer known by its position: 0.weight
  const bool numbered_temporary =
      s.size() > 1 && s[0] == 't' && s.find_first_not_of("0123456789", 1) == std::string::npos;
  for (const char* member : {"arena", "hyperparameters", "p", "pool", "scratch"})
    if (s == member) return s + "_value";  // with an underscore it would be a member of the generated class
  if (numbered_temporary || std::find(keywords.begin(), keywords.end(), s) != keywords.end()) s += '_';
  return s;
}

Writer& Writer::list(std::string_view head, const std::vector<std::string>& parts, std::string_view tail) {
  const std::string indented = std::string(static_cast<std::size_t>(depth_) * 2, ' ') + std::string(head);
  text_ += wrapped(indented, parts.data(), parts.size(), tail, depth_ * 2 + 4) + "\n";
  return *this;
}

std::string wrapped(std::string_view head, const std::string* parts, std::size_t count, std::string_view tail,
                    int indent) {
  std::string s(head);
  std::size_t column = s.size() + 2;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t length = parts[i].size() + (i + 1 < count ? 2 : tail.size());
    if (i && column + length > columns) {
      s.back() = '\n';
      s.append(static_cast<std::size_t>(indent), ' ');
      column = static_cast<std::size_t>(indent);
    }
    s += parts[i];
    if (i + 1 < count) s += ", ";
    column += length;
  }
  return s + std::string(tail);
}

}  // namespace lathe::emit
