// One sentence at the spec's own line, made of what Clang says about the spec and the library it includes.
#pragma once

#include <clang/AST/Type.h>
#include <clang/Basic/Diagnostic.h>

#include <optional>
#include <string>
#include <vector>

#include "frontend/trace.hpp"

namespace lathe::frontend {

class Signatures;

/// Keeps the first error, and finds its place in the spec: the innermost line of the user's files among the error's own
/// place, the instantiations that led to it and the calls that the constant evaluator was in.
class FirstError : public clang::DiagnosticConsumer {
 public:
  void BeginSourceFile(const clang::LangOptions& language, const clang::Preprocessor*) override {
    language_ = &language;
  }
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override;

  /// Puts into words, with what the DSL declares, a call with arguments that do not suit it, how it is called, and a
  /// name that nothing has, what may be meant. Asks for the whole translation unit.
  void explain(clang::ASTContext& context);

  /// What is wrong; nothing if nothing is.
  std::optional<std::string> message() const;
  /// Line 0: nowhere in the user's files.
  const SourceLocation& location() const { return location_; }
  /// The precompiled header could not be used: it is stale, or another compiler's.
  bool precompiled_rejected() const { return precompiled_rejected_; }

 private:
  void locate(const clang::Diagnostic& info);
  /// Puts a note on a call that nothing suits into words, where they can say more than Clang's.
  void explain(const clang::Diagnostic& note);
  void explain_name(const Signatures& signatures);

  const clang::LangOptions* language_ = nullptr;
  clang::SourceLocation place_;     // of the first error
  bool explained_ = false;          // the message is not Clang's
  std::string called_;              // in the spec, with arguments that do not suit it
  clang::QualType called_type_;     // of the object that is called, if one is
  std::string unknown_;             // a name in the spec that nothing has
  bool unknown_of_tensor_ = false;  // it is said to be a tensor's member
  std::string unknown_option_of_;   // it is said to be this call's option: sgd(lr = 0.1)
  std::optional<std::string> message_;
  SourceLocation location_;
  std::vector<std::string> candidates_;  // why each function of the name does not suit the call
  bool notes_belong_ = false;            // the notes that come are the first error's
  bool cause_in_notes_ = false;          // the constant evaluator's first note says what is wrong
  bool precompiled_rejected_ = false;
};

}  // namespace lathe::frontend
