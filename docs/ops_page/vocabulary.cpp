#include "vocabulary.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/DeclTemplate.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Lex/Lexer.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Tooling/Tooling.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace lathe::docs {
namespace {

constexpr const char* internal = "Internal:";

std::string trimmed(std::string s) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  s.erase(std::find_if_not(s.rbegin(), s.rend(), blank).base(), s.end());
  s.erase(s.begin(), std::find_if_not(s.begin(), s.end(), blank));
  return s;
}

/// The lines of a header, counted from 1.
class Lines {
 public:
  Lines() = default;
  explicit Lines(llvm::StringRef text) {
    llvm::SmallVector<llvm::StringRef> parts;
    text.split(parts, '\n');
    for (llvm::StringRef part : parts) lines_.push_back(part.str());
  }

  /// The /// lines that end just above a line.
  std::string comment_above(unsigned line) const {
    std::string text;
    for (unsigned i = line - 1; i >= 1 && trimmed(at(i)).starts_with("///"); --i) text = without(at(i), "///") + text;
    return text;
  }
  /// The // lines at the head of the file.
  std::string head() const {
    std::string text;
    for (unsigned i = 1; i <= lines_.size() && at(i).starts_with("//"); ++i) text += without(at(i), "//");
    return text;
  }

 private:
  const std::string& at(unsigned line) const { return lines_[line - 1]; }
  static std::string without(const std::string& line, std::string_view marker) {
    std::string text = trimmed(line).substr(marker.size());
    return (text.starts_with(" ") ? text.substr(1) : text) + "\n";
  }
  std::vector<std::string> lines_;
};

bool is_internal(const std::string& comment) {
  return comment.starts_with(internal) || comment.find(std::string("\n") + internal) != std::string::npos;
}

class Reader {
 public:
  Reader(clang::ASTContext& context, clang::Preprocessor& preprocessor, std::string directory)
      : context_(context),
        sources_(context.getSourceManager()),
        preprocessor_(preprocessor),
        directory_(std::move(directory)),
        policy_(context.getLangOpts()) {
    policy_.SuppressTagKeyword = true;
  }

  std::vector<Group> read() {
    for (const clang::Decl* d : context_.getTranslationUnitDecl()->decls())
      if (const auto* space = llvm::dyn_cast<clang::NamespaceDecl>(d); space && space->getName() == "lathe")
        for (const clang::Decl* inner : space->decls()) find_tag(inner);
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
    Lines lines;
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
      header.lines = Lines(sources_.getBufferData(file));
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

  std::string text(clang::SourceRange range) const {
    std::string s =
        clang::Lexer::getSourceText(clang::CharSourceRange::getTokenRange(range), sources_, context_.getLangOpts())
            .str();
    return std::regex_replace(s, std::regex("\\s+"), " ");
  }

  /// An object that is there to be recognised: keepdim for Keepdim.
  void find_tag(const clang::Decl* d) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(d);
    const auto* record = variable ? variable->getType()->getAsCXXRecordDecl() : nullptr;
    if (record && record->isEmpty() && !has_calls(record))
      tags_[record->getCanonicalDecl()] = variable->getNameAsString();
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
      add_callable(*entry, name, signature(*f, function_template, name));
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

  static std::string lowered(std::string name) {
    if (!name.empty()) name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    return name;
  }

  /// {.lr = 0.01, .momentum = 0}
  std::string fields(const clang::CXXRecordDecl& record) const {
    std::string s;
    for (const clang::FieldDecl* field : record.fields()) {
      s += (s.empty() ? "." : ", .") + field->getNameAsString();
      if (field->hasInClassInitializer() && field->getInClassInitializer())
        s += " = " + text(field->getInClassInitializer()->getSourceRange());
    }
    return "{" + s + "}";
  }

  /// Empty for a place in the spec, which nobody writes.
  std::string parameter(const clang::ParmVarDecl& p) const {
    const std::string type = p.getType().getAsString(policy_);
    std::string name = p.getNameAsString();
    std::smatch match;
    if (type == "std::source_location" || type == "source_location") return "";
    const auto given = given_.find(type);
    if (const auto* record = given != given_.end() ? given->second : p.getType()->getAsCXXRecordDecl()) {
      if (const auto tag = tags_.find(record->getCanonicalDecl()); tag != tags_.end()) return tag->second;
      if (name == "options") return fields(*record);
    }
    if (std::regex_search(type, match, std::regex("integral_constant<\\w+, (\\w+)>"))) return match[1].str() + "_c";
    if (std::regex_search(type, match, std::regex("Axis<(\\w+)>"))) return "axis<" + match[1].str() + ">";
    if (type.find("(&)[") != std::string::npos)
      return type.find("][") != std::string::npos ? "{{" + name + ", …}, …}" : "{" + name + ", …}";
    const bool pack = p.isParameterPack();
    if (name.empty()) name = lowered(std::regex_replace(type, std::regex("\\W"), ""));
    if (pack) return name + "…";
    if (p.hasDefaultArg()) {
      // The range of an empty list begins with the = before it.
      const std::string value = text(p.getDefaultArgRange());
      name += " = " + (value.starts_with("= ") ? value.substr(2) : value);
    }
    return name;
  }

  /// axis = -1 of template <int axis = -1>.
  std::string template_parameter(const clang::NamedDecl& p) const {
    std::string name = p.getNameAsString();
    if (p.isParameterPack()) return name + "…";
    if (const auto* value = llvm::dyn_cast<clang::NonTypeTemplateParmDecl>(&p); value && value->hasDefaultArgument())
      name += " = " + text(value->getDefaultArgument().getSourceRange());
    if (const auto* type = llvm::dyn_cast<clang::TemplateTypeParmDecl>(&p); type && type->hasDefaultArgument())
      name += " = " + text(type->getDefaultArgument().getSourceRange());
    return name;
  }

  /// A type that nobody gives: it stands for something of the library's own.
  static bool is_detail(const clang::NamedDecl& p) {
    const auto* type = llvm::dyn_cast<clang::TemplateTypeParmDecl>(&p);
    const auto* record = type && type->hasDefaultArgument()
                             ? type->getDefaultArgument().getArgument().getAsType()->getAsCXXRecordDecl()
                             : nullptr;
    const auto* scope = record ? llvm::dyn_cast<clang::NamespaceDecl>(record->getDeclContext()) : nullptr;
    return scope && scope->getName() == "detail";
  }

  std::string template_parameters(const clang::TemplateParameterList& list, const std::string& deduced_from) const {
    std::string s;
    for (const clang::NamedDecl* p : list) {
      if (p->isImplicit() || p->getName().empty() || is_detail(*p)) continue;
      if (std::regex_search(deduced_from, std::regex("\\b" + p->getNameAsString() + "\\b"))) continue;
      s += (s.empty() ? "" : ", ") + template_parameter(*p);
    }
    return s.empty() ? "" : "<" + s + ">";
  }

  /// mean<axes…>(x, keepdim)
  std::string signature(const clang::FunctionDecl& f, const clang::FunctionTemplateDecl* t,
                        const std::string& name) const {
    std::string list, types;
    for (const clang::ParmVarDecl* p : f.parameters()) {
      types += p->getType().getAsString(policy_) + " ";
      if (const std::string one = parameter(*p); !one.empty()) list += (list.empty() ? "" : ", ") + one;
    }
    if (f.isOverloadedOperator() && f.getOverloadedOperator() != clang::OO_Call) {
      const auto comma = list.find(", ");
      return comma == std::string::npos ? name + list
                                        : list.substr(0, comma) + " " + name + " " + list.substr(comma + 2);
    }
    return name + (t ? template_parameters(*t->getTemplateParameters(), types) : "") + "(" + list + ")";
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
      return name + template_parameters(*t->getTemplateParameters(), "");
    return name;
  }

  void read_type(Entry& entry, const clang::CXXRecordDecl& record, const clang::NamedDecl* d) {
    const std::string name = record.getNameAsString();
    add_type(entry, name, name.ends_with("Options") ? name + fields(record) : type_signature(record, d));
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
      entry.members.push_back({{f->getNameAsString()}, {signature(*f, t, f->getNameAsString())}, comment, "", "", {}});
    }
  }

  /// The class as it is written, of one that is made of a template; what it inherits calls from comes after it.
  static std::vector<const clang::CXXRecordDecl*> written(const clang::CXXRecordDecl* record) {
    std::vector<const clang::CXXRecordDecl*> list;
    while (record) {
      if (const auto* pattern = record->getTemplateInstantiationPattern()) record = pattern;
      list.push_back(record);
      if (!record->hasDefinition() || record->getNumBases() == 0) break;
      const clang::QualType base = record->bases_begin()->getType();
      record = base->getAsCXXRecordDecl();
      if (const auto* s = base->getAs<clang::TemplateSpecializationType>(); s && !record)
        record = llvm::cast<clang::ClassTemplateDecl>(s->getTemplateName().getAsTemplateDecl())->getTemplatedDecl();
    }
    std::reverse(list.begin(), list.end());
    return list;
  }

  /// The classes that a class template is given, by the names of its parameters.
  static std::map<std::string, const clang::CXXRecordDecl*> given_to(const clang::CXXRecordDecl& record) {
    std::map<std::string, const clang::CXXRecordDecl*> given;
    const auto* made = llvm::dyn_cast<clang::ClassTemplateSpecializationDecl>(&record);
    if (!made) return given;
    const clang::TemplateParameterList& names = *made->getSpecializedTemplate()->getTemplateParameters();
    for (unsigned i = 0; i < names.size(); ++i)
      if (const clang::TemplateArgument& a = made->getTemplateArgs()[i]; a.getKind() == clang::TemplateArgument::Type)
        if (const auto* type = a.getAsType()->getAsCXXRecordDecl()) given[names.getParam(i)->getNameAsString()] = type;
    return given;
  }

  /// The comment of a class, which may be internal.
  std::string comment_of(const clang::CXXRecordDecl& record) {
    const auto* t = record.getDescribedClassTemplate();
    const clang::SourceRange range = t ? t->getSourceRange() : record.getSourceRange();
    const Place place = place_of(range);
    const std::string comment = place.header ? place.header->lines.comment_above(place.first) : "";
    return comment.starts_with(internal) ? trimmed(comment.substr(std::string(internal).size())) : comment;
  }

  /// Calls use(function, template or null) for each operator().
  template <class Use>
  static void each_call(const clang::CXXRecordDecl* record, Use use) {
    for (const clang::CXXRecordDecl* r : written(record))
      for (const clang::Decl* d : r->decls()) {
        const auto* t = llvm::dyn_cast<clang::FunctionTemplateDecl>(d);
        const auto* f = llvm::dyn_cast<clang::FunctionDecl>(t ? t->getTemplatedDecl() : d);
        if (f && f->getOverloadedOperator() == clang::OO_Call) use(*f, t);
      }
  }
  static bool has_calls(const clang::CXXRecordDecl* record) {
    bool any = false;
    each_call(record, [&](const auto&, auto*) { any = true; });
    return any;
  }

  void read_variable(Entry& entry, const clang::VarDecl& v, const clang::NamedDecl* d) {
    const std::string name = v.getNameAsString();
    const auto* record = v.getType()->getAsCXXRecordDecl();
    if (record && has_calls(record)) {
      entry.kind = record->getNameAsString();
      entry.kind_comment = comment_of(*written(record).back());
      given_ = given_to(*record);
      each_call(record, [&](const clang::FunctionDecl& f, const clang::FunctionTemplateDecl* t) {
        // A template with auto parameters begins at the first of these.
        for (const clang::SourceRange range : {t ? t->getSourceRange() : f.getSourceRange(), f.getSourceRange()})
          if (const Place place = place_of(range);
              place.header && is_internal(place.header->lines.comment_above(place.first)))
            return;
        add_callable(entry, name, signature(f, t, name));
      });
      given_.clear();
      return;
    }
    const auto* t = llvm::dyn_cast<clang::TemplateDecl>(d);
    add_callable(entry, name, name + (t ? template_parameters(*t->getTemplateParameters(), "") : ""));
  }

  clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  clang::Preprocessor& preprocessor_;
  std::string directory_;
  clang::PrintingPolicy policy_;
  std::map<std::string, Header> groups_;
  std::map<const Entry*, bool> types_of_;  // true while an entry has types only; looked up only
  std::map<const clang::CXXRecordDecl*, std::string> tags_;
  std::map<std::string, const clang::CXXRecordDecl*> given_;  // to the template that calls are read of
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
