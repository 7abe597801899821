#include "frontend/header_lines.hpp"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringRef.h>

namespace lathe::frontend {
namespace {

std::string without(llvm::StringRef line, llvm::StringRef marker) {
  llvm::StringRef text = line.trim(" \t").drop_front(marker.size());
  text.consume_front(" ");
  return text.str() + "\n";
}

}  // namespace

HeaderLines::HeaderLines(std::string_view text) {
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(text).split(parts, '\n');
  for (llvm::StringRef part : parts) lines_.push_back(part.str());
}

std::string HeaderLines::comment_above(unsigned line) const {
  std::string text;
  for (unsigned i = line - 1; i >= 1 && llvm::StringRef(at(i)).ltrim(" \t").starts_with("///"); --i)
    text = without(at(i), "///") + text;
  return text;
}

std::string HeaderLines::head() const {
  std::string text;
  for (unsigned i = 1; i <= lines_.size() && at(i).starts_with("//"); ++i) text += without(at(i), "//");
  return text;
}

bool is_internal(const std::string& comment) {
  constexpr std::string_view mark = "Internal:";
  return comment.starts_with(mark) || comment.find("\n" + std::string(mark)) != std::string::npos;
}

}  // namespace lathe::frontend
