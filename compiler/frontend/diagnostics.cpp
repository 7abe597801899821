#include "frontend/diagnostics.hpp"

#include <clang/Basic/DiagnosticFrontend.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/DiagnosticSerialization.h>
#include <clang/Basic/SourceManager.h>

#include <algorithm>
#include <cctype>
#include <fstream>

namespace lathe::frontend {

using clang::DiagnosticsEngine;

namespace {

bool between(unsigned id, unsigned first, unsigned end) { return id > first && id < end; }

/// The words of a diagnostic without what only says which construct of the library made it.
std::string sentence(const clang::Diagnostic& info, bool in_user_file) {
  llvm::SmallString<256> words;
  info.FormatDiagnostic(words);
  llvm::StringRef text = words;
  if (info.getID() == clang::diag::err_static_assert_failed && !in_user_file)
    text.consume_front("static assertion failed: ");
  if (info.getID() == clang::diag::err_static_assert_requirement_failed && !in_user_file)
    if (const auto end = text.find("': "); end != llvm::StringRef::npos) text = text.drop_front(end + 3);
  return text.str();
}

}  // namespace

void FirstError::HandleDiagnostic(DiagnosticsEngine::Level level, const clang::Diagnostic& info) {
  const unsigned id = info.getID();
  if (between(id, clang::diag::DIAG_START_SERIALIZATION, clang::diag::DIAG_START_LEX)) precompiled_rejected_ = true;
  if (level == DiagnosticsEngine::Note) {
    if (!notes_belong_) return;
    const std::string words = sentence(info, true);
    if (cause_in_notes_ && between(id, clang::diag::DIAG_START_AST, clang::diag::DIAG_START_COMMENT)) {
      message_ = words;
      location_ = {};  // the evaluator's calls are nearer to the mistake than the instantiations
      cause_in_notes_ = false;
    }
    if (llvm::StringRef reason = words; reason.starts_with("candidate"))
      candidates_.push_back(reason.split(": ").second.str());
    locate(info);
  } else if (level >= DiagnosticsEngine::Error) {
    notes_belong_ = !message_;
    if (message_) return;
    locate(info);
    message_ = sentence(info, location_.line != 0);
    cause_in_notes_ = id == clang::diag::err_constexpr_var_requires_const_init || id == clang::diag::err_expr_not_cce ||
                      id == clang::diag::err_static_assert_expression_is_not_constant;
  } else {
    notes_belong_ = false;
  }
}

std::optional<std::string> FirstError::message() const {
  if (message_ && candidates_.size() == 1) return *message_ + ": " + candidates_[0];
  return message_;
}

void FirstError::locate(const clang::Diagnostic& info) {
  if (location_.line || !info.getLocation().isValid() || !info.hasSourceManager()) return;
  const clang::SourceManager& sources = info.getSourceManager();
  const clang::SourceLocation at = sources.getFileLoc(info.getLocation());
  if (sources.isInSystemHeader(at)) return;
  const clang::PresumedLoc place = sources.getPresumedLoc(at);
  if (place.isValid()) location_ = {place.getFilename(), place.getLine(), place.getColumn()};
}

std::string render(SourceLocation at, const std::string& message) {
  std::ifstream file(at.file);
  std::string line;
  for (unsigned i = 0; i < at.line && std::getline(file, line); ++i) continue;
  if (line.ends_with('\r')) line.pop_back();
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  if (at.column > 1 && at.column <= line.size() && line[at.column - 1] == '(')
    while (at.column > 1 && is_name(line[at.column - 2])) --at.column;

  std::string text = at.file;
  if (at.line) text.append(":").append(std::to_string(at.line)).append(":").append(std::to_string(at.column));
  text.append(": error: ").append(message).append("\n");
  const bool printable = line.size() <= 400 &&
                         std::none_of(line.begin(), line.end(), [](char c) { return c >= 0 && c < ' ' && c != '\t'; });
  if (at.line == 0 || !printable) return text;
  std::string caret;  // keeps the line's tabs
  for (unsigned i = 0; i + 1 < at.column; ++i) caret += i < line.size() && line[i] == '\t' ? '\t' : ' ';
  return text.append(line).append("\n").append(caret).append("^\n");
}

}  // namespace lathe::frontend
