// How a spec writes a call of what the DSL declares: mean<axes…>(x, keepdim).
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace lathe::frontend {

class Signatures {
 public:
  explicit Signatures(clang::ASTContext& context);

  /// Of a function or a call operator; `generic` is its template, or null: mean<axes…>(x, keepdim).
  std::string of(const clang::FunctionDecl& function, const clang::FunctionTemplateDecl* generic,
                 const std::string& name) const;
  /// Of the calls of a function object, but for those that are internal; empty if it has none.
  std::vector<std::string> of_object(const clang::VarDecl& object);
  /// Of everything called `name` that a spec can call, in namespace lathe or in a model's body, each once.
  std::vector<std::string> of_name(const std::string& name);
  /// Of everything that a spec can call or make.
  std::vector<std::string> names() const;

  /// Whether something called `name` that a spec can call is an object of this type.
  bool is_object(const std::string& name, clang::QualType type) const;

  /// The template arguments that a call gives, or that a type needs: <axes…>. Not those that stand in `deduced_from`.
  std::string template_parameters(const clang::TemplateParameterList& list, const std::string& deduced_from) const;
  /// {.lr = 0.01, .momentum = 0}
  std::string fields(const clang::CXXRecordDecl& record) const;

  /// The class as it is written, of one that is made of a template; what it inherits calls from comes before it.
  static std::vector<const clang::CXXRecordDecl*> written(const clang::CXXRecordDecl* record);
  static bool has_calls(const clang::CXXRecordDecl* record);

 private:
  void find_tag(const clang::Decl* declaration);
  std::string text(clang::SourceRange range) const;
  std::string parameter(const clang::ParmVarDecl& p) const;
  std::string template_parameter(const clang::NamedDecl& p) const;
  bool is_internal(clang::SourceRange range) const;

  clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  clang::PrintingPolicy policy_;
  std::map<const clang::CXXRecordDecl*, std::string> tags_;   // objects that are there to be recognised: keepdim
  std::map<std::string, const clang::CXXRecordDecl*> given_;  // to the template that calls are read of
};

}  // namespace lathe::frontend
