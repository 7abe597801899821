#include "vocabulary.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Tooling.h>

#include <algorithm>
#include <map>

#include "frontend/header_lines.hpp"
#include "frontend/signatures.hpp"

namespace lathe::docs {
namespace {

using frontend::HeaderLines;
using frontend::is_internal;
using frontend::Signatures;

class Reader {
 public:
  Reader(clang::ASTContext& context, clang::Preprocessor& preprocessor, std::string directory)
      : context_(context),
        sources_(context.getSourceManager()),
        preprocessor_(preprocessor),
        directory_(std::move(directory)),
        signatures_(context) {}

  std::vector<Group> read() {
    for (const clang::Decl* d : context_.getTranslationUnitDecl()->decls())
      if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(d); space && space->getName() == "lathe")
        read_scope(*space);
    read_macros();
    if (!nameless_.empty()) throw NoComment(nameless_);
    std::vector<Group> list;
    for (auto& [header, group] : groups_) {
      for (auto& [line, entry] : group.entries)
        if (!is_internal(entry.comment)) group.group.entries.push_back(std::move(entry));
      if (!group.group.entries.empty()) list.push_back(std::move(group.group));
    }
    return list;
  }

 private:
  struct Header {
    Group group;
    HeaderLines lines;
    std::map<unsigned, Entry> entries;  // by the line they begin in
    unsigned last_line = 0;             // where the latest declaration ends, and the entry it belongs to
    unsigned last_entry = 0;
  };

  struct Place {
    Header* header = nullptr;
    unsigned first = 0, last = 0;
  };

  /// Null for what is not in the DSL, or in a header that is internal.
  Place place_of(clang::SourceRange range) {
    const clang::SourceLocation first = sources_.getExpansionLoc(range.getBegin()),
                                last = sources_.getExpansionRange(range.getEnd()).getEnd();
    const clang::FileID file = sources_.getFileID(first);
    const auto entry = sources_.getFileEntryRefForID(file);
    if (!entry || !entry->getName().starts_with(directory_)) return {};
    const std::string name =
        entry->getName().substr(directory_.size()).ltrim("/").str().substr(std::string("lathe/").size());
    const auto [found, is_new] = groups_.try_emplace(name);
    Header& header = found->second;
    if (is_new) {
      header.lines = HeaderLines(sources_.getBufferData(file));
      header.group.header = name;
      header.group.introduction = header.lines.head();
    }
    if (is_internal(header.group.introduction)) return {};
    return {&header, sources_.getExpansionLineNumber(first), sources_.getExpansionLineNumber(last)};
  }

  /// The entry that a declaration belongs to: its own, or that of the one above. Null where it has no part in the page.
  Entry* entry_of(clang::SourceRange range, const std::string& name) {
    const Place place = place_of(range);
    if (!place.header) return nullptr;
    Header& header = *place.header;
    const std::string comment = header.lines.comment_above(place.first);
    if (!comment.empty()) {
      header.last_entry = place.first;
      header.entries[place.first].comment = comment;
    } else if (place.first > header.last_line + 1) {
      nameless_ +=
          "dsl/lathe/" + header.group.header + ":" + std::to_string(place.first) + ": " + name + " has no comment\n";
      return nullptr;
    }
    header.last_line = std::max(header.last_line, place.last);
    return &header.entries[header.last_entry];
  }

  static void add(std::vector<std::string>& list, const std::string& text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
  }

  // ---- what there is ----

  void read_scope(const clang::DeclContext& scope) {
    for (const clang::Decl* d : scope.decls()) {
      if (d->isImplicit() || d->getAccess() == clang::AS_private) continue;
      if (const auto* named = llvm::dyn_cast<clang::NamedDecl>(d)) read(named);
    }
  }

  void read(const clang::NamedDecl* d) {
    using namespace clang;
    if (llvm::isa<CXXConstructorDecl, CXXDestructorDecl, CXXDeductionGuideDecl, UsingDirectiveDecl, NamespaceDecl,
                  NamespaceAliasDecl, FieldDecl, UsingDecl, UsingShadowDecl>(d))
      return;
    const NamedDecl* plain = d;
    if (const auto* t = llvm::dyn_cast<TemplateDecl>(d); t && t->getTemplatedDecl()) plain = t->getTemplatedDecl();
    if (llvm::isa<CXXDeductionGuideDecl>(plain)) return;
    const auto* function_template = llvm::dyn_cast<FunctionTemplateDecl>(d);
    if (const auto* f = llvm::dyn_cast<FunctionDecl>(plain)) {
      if (f->isOutOfLine()) return;
      Entry* entry = entry_of(d->getSourceRange(), f->getNameAsString());
      if (!entry) return;
      const std::string name =
          f->isOverloadedOperator() ? getOperatorSpelling(f->getOverloadedOperator()) : f->getNameAsString();
      add_callable(*entry, name, signatures_.of(*f, function_template, name));
    } else if (const auto* v = llvm::dyn_cast<VarDecl>(plain)) {
      if (Entry* entry = entry_of(d->getSourceRange(), v->getNameAsString())) read_variable(*entry, *v, d);
    } else if (const auto* record = llvm::dyn_cast<CXXRecordDecl>(plain)) {
      if (!record->isThisDeclarationADefinition() || record->isInjectedClassName() ||
          llvm::isa<ClassTemplateSpecializationDecl>(record))
        return;
      Entry* entry = entry_of(d->getSourceRange(), record->getNameAsString());
      if (entry) read_type(*entry, *record, d);
      if (entry && !is_internal(entry->comment) && is_spec(*record)) {
        place_of(d->getSourceRange()).header->last_line = 0;  // its members are entries of their own
        read_scope(*record);
      }
    } else if (llvm::isa<TypedefNameDecl, EnumDecl>(plain)) {
      if (Entry* entry = entry_of(d->getSourceRange(), plain->getNameAsString()))
        add_type(*entry, plain->getNameAsString(), type_signature(*plain, d));
    } else if (llvm::isa<ConceptDecl>(d)) {
      if (Entry* entry = entry_of(d->getSourceRange(), d->getNameAsString()))
        add_type(*entry, d->getNameAsString(), d->getNameAsString());
    }
  }

  void read_macros() {
    for (const auto& macro : preprocessor_.macros()) {
      const clang::MacroInfo* info = preprocessor_.getMacroInfo(macro.first);
      if (!info || info->isBuiltinMacro()) continue;
      const Place place = place_of({info->getDefinitionLoc(), info->getDefinitionLoc()});
      if (!place.header) continue;
      const std::string comment = place.header->lines.comment_above(place.first);
      if (comment.empty()) continue;  // the library's own
      std::string signature = macro.first->getName().str();
      if (info->isFunctionLike()) {
        signature += "(";
        for (const clang::IdentifierInfo* p : info->params())
          signature += (signature.back() == '(' ? "" : ", ") + p->getName().str();
        signature += ")";
      }
      place.header->entries[place.first] = {{macro.first->getName().str()}, {signature}, comment, "", "", {}};
    }
  }

  /// The class whose members a model's body can call, or one that it gets them from.
  bool is_spec(const clang::CXXRecordDecl& record) const {
    if (record.getName() == "Spec") return true;
    const auto* scope = record.getDeclContext();
    for (const clang::NamedDecl* d : scope->lookup(&context_.Idents.get("Spec")))
      if (const auto* spec = llvm::dyn_cast<clang::CXXRecordDecl>(d);
          spec && spec->hasDefinition() && spec->isDerivedFrom(&record))
        return true;
    return false;
  }

  // ---- how it is written ----

  void add_callable(Entry& entry, const std::string& name, const std::string& signature) {
    if (types_of_.contains(&entry) && types_of_.at(&entry))
      entry.names.clear(), entry.signatures.clear(), entry.members.clear();
    types_of_[&entry] = false;
    add(entry.names, name);
    add(entry.signatures, signature);
  }
  void add_type(Entry& entry, const std::string& name, const std::string& signature) {
    if (!types_of_.try_emplace(&entry, true).second && !types_of_.at(&entry)) return;
    add(entry.names, name);
    add(entry.signatures, signature);
  }

  std::string type_signature(const clang::NamedDecl& type, const clang::NamedDecl* d) const {
    const std::string name = type.getNameAsString();
    if (const auto* e = llvm::dyn_cast<clang::EnumDecl>(&type)) {
      std::string s;
      for (const clang::EnumConstantDecl* c : e->enumerators())
        s += (s.empty() ? "" : ", ") + name + "::" + c->getNameAsString();
      return s;
    }
    if (const auto* t = llvm::dyn_cast<clang::TemplateDecl>(d))
      return name + signatures_.template_parameters(*t->getTemplateParameters(), "");
    return name;
  }

  void read_type(Entry& entry, const clang::CXXRecordDecl& record, const clang::NamedDecl* d) {
    const std::string name = record.getNameAsString();
    add_type(entry, name, name.ends_with("Options") ? name + signatures_.fields(record) : type_signature(record, d));
    if (is_spec(record) || !types_of_.at(&entry)) return;
    const Place place = place_of(d->getSourceRange());
    for (const clang::Decl* member : record.decls()) {
      if (member->getAccess() != clang::AS_public || member->isImplicit()) continue;
      const clang::Decl* plain = member;
      const auto* t = llvm::dyn_cast<clang::FunctionTemplateDecl>(member);
      if (t) plain = t->getTemplatedDecl();
      const auto* f = llvm::dyn_cast<clang::FunctionDecl>(plain);
      if (!f || llvm::isa<clang::CXXConstructorDecl>(f) || f->isOverloadedOperator()) continue;
      const std::string comment =
          place.header->lines.comment_above(sources_.getExpansionLineNumber(member->getBeginLoc()));
      if (comment.empty() || is_internal(comment)) continue;
      entry.members.push_back(
          {{f->getNameAsString()}, {signatures_.of(*f, t, f->getNameAsString())}, comment, "", "", {}});
    }
  }

  /// The comment of a class, which may be internal.
  std::string comment_of(const clang::CXXRecordDecl& record) {
    const auto* t = record.getDescribedClassTemplate();
    const clang::SourceRange range = t ? t->getSourceRange() : record.getSourceRange();
    const Place place = place_of(range);
    const std::string comment = place.header ? place.header->lines.comment_above(place.first) : "";
    if (!is_internal(comment)) return comment;
    return llvm::StringRef(comment).split(":").second.ltrim().str();
  }

  void read_variable(Entry& entry, const clang::VarDecl& v, const clang::NamedDecl* d) {
    const std::string name = v.getNameAsString();
    const auto* record = v.getType()->getAsCXXRecordDecl();
    if (record && Signatures::has_calls(record)) {
      entry.kind = record->getNameAsString();
      entry.kind_comment = comment_of(*Signatures::written(record).back());
      for (const std::string& signature : signatures_.of_object(v)) add_callable(entry, name, signature);
      return;
    }
    const auto* t = llvm::dyn_cast<clang::TemplateDecl>(d);
    add_callable(entry, name, name + (t ? signatures_.template_parameters(*t->getTemplateParameters(), "") : ""));
  }

  clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  clang::Preprocessor& preprocessor_;
  std::string directory_;
  Signatures signatures_;
  std::map<std::string, Header> groups_;
  std::map<const Entry*, bool> types_of_;  // true while an entry has types only; looked up only
  std::string nameless_;
};

class Consumer : public clang::ASTConsumer {
 public:
  Consumer(clang::CompilerInstance& compiler, const std::string& directory, std::vector<Group>& groups,
           std::string& complaint)
      : compiler_(compiler), directory_(directory), groups_(groups), complaint_(complaint) {}
  void HandleTranslationUnit(clang::ASTContext& context) override {
    if (context.getDiagnostics().hasErrorOccurred()) return;
    try {
      groups_ = Reader(context, compiler_.getPreprocessor(), directory_).read();
    } catch (const NoComment& e) {
      complaint_ = e.what();
    }
  }

 private:
  clang::CompilerInstance& compiler_;
  std::string directory_;
  std::vector<Group>& groups_;
  std::string& complaint_;
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(const std::string& directory, std::vector<Group>& groups, std::string& complaint)
      : directory_(directory), groups_(groups), complaint_(complaint) {}
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler, llvm::StringRef) override {
    return std::make_unique<Consumer>(compiler, directory_, groups_, complaint_);
  }

 private:
  std::string directory_;
  std::vector<Group>& groups_;
  std::string& complaint_;
};

}  // namespace

std::vector<Group> read_vocabulary(const std::string& dsl_directory) {
  std::vector<Group> groups;
  std::string complaint;
  const std::vector<std::string> arguments = {"-std=c++20", "-w", "-resource-dir", LATHE_CLANG_RESOURCE_DIRECTORY, "-I",
                                              dsl_directory};
  const bool parsed = clang::tooling::runToolOnCodeWithArgs(std::make_unique<Action>(dsl_directory, groups, complaint),
                                                            "#include \"lathe/dsl.hpp\"\n", arguments, "page.cpp");
  if (!complaint.empty()) throw NoComment(complaint);
  if (!parsed || groups.empty()) throw std::runtime_error(dsl_directory + ": lathe/dsl.hpp does not compile");
  return groups;
}

}  // namespace lathe::docs
