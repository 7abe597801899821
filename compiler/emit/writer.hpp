// The look of generated code, in one place: indentation, sections, comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lathe::emit {

class Writer {
 public:
  /// One line at the current indentation; an empty line has no trailing blanks. A statement of more than 118 columns is
  /// broken where its parentheses are fewest.
  Writer& line(std::string_view text = {});
  /// head, the parts with commas between them, tail: wrapped to 118 columns.
  Writer& list(std::string_view head, const std::vector<std::string>& parts, std::string_view tail);
  /// "text {" and one level deeper, until close().
  Writer& open(std::string_view text) {
    line(std::string(text) + " {");
    ++depth_;
    return *this;
  }
  Writer& close(std::string_view after = {}) {
    --depth_;
    return line("}" + std::string(after));
  }
  /// A comment, wrapped at blanks to 118 columns; continuation lines are indented by two.
  Writer& comment(std::string_view text);
  /// A heading between two parts of a file.
  Writer& section(std::string_view title) {
    line();
    const std::string head = "// ---- " + std::string(title) + " ";
    return line(head + std::string(head.size() < 118 ? 118 - head.size() : 0, '-'));
  }
  Writer& raw(std::string_view text) {
    text_ += text;
    return *this;
  }
  void indent(int levels) { depth_ += levels; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  int depth_ = 0;
};

/// A name of the spec as an identifier: hidden.weight → hidden_weight; 0.weight → layer0_weight; a C++ keyword gets an
/// underscore.
std::string identifier(std::string_view name);

/// Joins with ", ", breaking lines so that none is longer than 118 columns, continuation lines indented by `indent`.
std::string wrapped(std::string_view head, const std::string* parts, std::size_t count, std::string_view tail,
                    int indent);

}  // namespace lathe::emit
