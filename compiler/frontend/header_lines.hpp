// The lines of a source file and the comments in them.
#pragma once

#include <string>
#include <vector>

namespace lathe::frontend {

/// The lines of a header, counted from 1.
class HeaderLines {
 public:
  HeaderLines() = default;
  explicit HeaderLines(std::string_view text);

  /// The /// lines that end just above a line, without the marker.
  std::string comment_above(unsigned line) const;
  /// The // lines at the head of the file.
  std::string head() const;

 private:
  const std::string& at(unsigned line) const { return lines_[line - 1]; }
  std::vector<std::string> lines_;
};

/// Whether a comment says that specs do not name what it is about: a paragraph of it begins with "Internal:".
bool is_internal(const std::string& comment);

}  // namespace lathe::frontend
