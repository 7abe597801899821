#include "frontend/signatures.hpp"

#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <cctype>
#include <regex>

#include "frontend/header_lines.hpp"

namespace lathe::frontend {
namespace {

using namespace clang;

std::string lowered(std::string name) {
  if (!name.empty()) name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  return name;
}

/// A type that nobody gives: it stands for something of the library's own.
bool is_detail(const NamedDecl& p) {
  const auto* type = llvm::dyn_cast<TemplateTypeParmDecl>(&p);
  const auto* record = type && type->hasDefaultArgument()
                           ? type->getDefaultArgument().getArgument().getAsType()->getAsCXXRecordDecl()
                           : nullptr;
  const auto* scope = record ? llvm::dyn_cast<NamespaceDecl>(record->getDeclContext()) : nullptr;
  return scope && scope->getName() == "detail";
}

/// The classes that a class template is given, by the names of its parameters.
std::map<std::string, const CXXRecordDecl*> given_to(const CXXRecordDecl& record) {
  std::map<std::string, const CXXRecordDecl*> given;
  const auto* made = llvm::dyn_cast<ClassTemplateSpecializationDecl>(&record);
  if (!made) return given;
  const TemplateParameterList& names = *made->getSpecializedTemplate()->getTemplateParameters();
  for (unsigned i = 0; i < names.size(); ++i)
    if (const TemplateArgument& a = made->getTemplateArgs()[i]; a.getKind() == TemplateArgument::Type)
      if (const auto* type = a.getAsType()->getAsCXXRecordDecl()) given[names.getParam(i)->getNameAsString()] = type;
  return given;
}

/// Calls use(function, template or null) for each operator().
template <class Use>
void each_call(const CXXRecordDecl* record, Use use) {
  for (const CXXRecordDecl* r : Signatures::written(record))
    for (const Decl* d : r->decls()) {
      const auto* t = llvm::dyn_cast<FunctionTemplateDecl>(d);
      const auto* f = llvm::dyn_cast<FunctionDecl>(t ? t->getTemplatedDecl() : d);
      if (f && f->getOverloadedOperator() == OO_Call) use(*f, t);
    }
}

/// What a spec can name from: namespace lathe, and the classes whose members a model's body can call.
std::vector<const DeclContext*> scopes(ASTContext& context) {
  std::vector<const DeclContext*> list;
  for (const NamedDecl* space : context.getTranslationUnitDecl()->lookup(&context.Idents.get("lathe"))) {
    const auto* lathe = llvm::dyn_cast<NamespaceDecl>(space);
    if (!lathe) continue;
    list.push_back(lathe);
    for (const NamedDecl* d : lathe->lookup(&context.Idents.get("Spec")))
      if (const auto* spec = llvm::dyn_cast<CXXRecordDecl>(d); spec && spec->hasDefinition()) {
        list.push_back(spec);
        for (const CXXBaseSpecifier& base : spec->bases()) list.push_back(base.getType()->getAsCXXRecordDecl());
      }
  }
  return list;
}

/// The declarations of a name in them.
std::vector<const NamedDecl*> declarations(ASTContext& context, const std::string& name) {
  std::vector<const NamedDecl*> list;
  for (const DeclContext* scope : scopes(context))
    for (const NamedDecl* d : scope->lookup(DeclarationName(&context.Idents.get(name)))) list.push_back(d);
  return list;
}

}  // namespace

Signatures::Signatures(ASTContext& context)
    : context_(context), sources_(context.getSourceManager()), policy_(context.getLangOpts()) {
  policy_.SuppressTagKeyword = true;
  for (const NamedDecl* space : context.getTranslationUnitDecl()->lookup(&context.Idents.get("lathe")))
    if (const auto* lathe = llvm::dyn_cast<NamespaceDecl>(space))
      for (const NamespaceDecl* part : lathe->redecls())
        for (const Decl* d : part->decls()) find_tag(d);
}

void Signatures::find_tag(const Decl* declaration) {
  const auto* variable = llvm::dyn_cast<VarDecl>(declaration);
  const auto* record = variable ? variable->getType()->getAsCXXRecordDecl() : nullptr;
  if (record && record->isEmpty() && !has_calls(record))
    tags_[record->getCanonicalDecl()] = variable->getNameAsString();
}

std::vector<std::string> Signatures::names() const {
  std::vector<std::string> list;
  for (const DeclContext* scope : scopes(context_)) {
    const auto* space = llvm::dyn_cast<NamespaceDecl>(scope);
    for (const DeclContext* part : space ? std::vector<DeclContext*>(space->redecls_begin(), space->redecls_end())
                                         : std::vector<DeclContext*>{const_cast<DeclContext*>(scope)})
      for (const Decl* d : part->decls())
        if (const auto* named = llvm::dyn_cast<NamedDecl>(d);
            named && named->getIdentifier() && !llvm::isa<NamespaceDecl>(d) && !is_internal(d->getSourceRange()))
          list.push_back(named->getNameAsString());
  }
  return list;
}

std::string Signatures::text(SourceRange range) const {
  const std::string s =
      Lexer::getSourceText(CharSourceRange::getTokenRange(range), sources_, context_.getLangOpts()).str();
  return std::regex_replace(s, std::regex("\\s+"), " ");
}

std::string Signatures::fields(const CXXRecordDecl& record) const {
  std::string s;
  for (const FieldDecl* field : record.fields()) {
    s += (s.empty() ? "." : ", .") + field->getNameAsString();
    if (field->hasInClassInitializer() && field->getInClassInitializer())
      s += " = " + text(field->getInClassInitializer()->getSourceRange());
  }
  return "{" + s + "}";
}

/// Empty for a place in the spec, which nobody writes.
std::string Signatures::parameter(const ParmVarDecl& p) const {
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
std::string Signatures::template_parameter(const NamedDecl& p) const {
  std::string name = p.getNameAsString();
  if (p.isParameterPack()) return name + "…";
  if (const auto* value = llvm::dyn_cast<NonTypeTemplateParmDecl>(&p); value && value->hasDefaultArgument())
    name += " = " + text(value->getDefaultArgument().getSourceRange());
  if (const auto* type = llvm::dyn_cast<TemplateTypeParmDecl>(&p); type && type->hasDefaultArgument())
    name += " = " + text(type->getDefaultArgument().getSourceRange());
  return name;
}

std::string Signatures::template_parameters(const TemplateParameterList& list, const std::string& deduced_from) const {
  std::string s;
  for (const NamedDecl* p : list) {
    if (p->isImplicit() || p->getName().empty() || is_detail(*p)) continue;
    if (std::regex_search(deduced_from, std::regex("\\b" + p->getNameAsString() + "\\b"))) continue;
    s += (s.empty() ? "" : ", ") + template_parameter(*p);
  }
  return s.empty() ? "" : "<" + s + ">";
}

std::string Signatures::of(const FunctionDecl& function, const FunctionTemplateDecl* generic,
                           const std::string& name) const {
  std::string list, types;
  for (const ParmVarDecl* p : function.parameters()) {
    types += p->getType().getAsString(policy_) + " ";
    if (const std::string one = parameter(*p); !one.empty()) list += (list.empty() ? "" : ", ") + one;
  }
  if (function.isOverloadedOperator() && function.getOverloadedOperator() != OO_Call) {
    const auto comma = list.find(", ");
    return comma == std::string::npos ? name + list : list.substr(0, comma) + " " + name + " " + list.substr(comma + 2);
  }
  return name + (generic ? template_parameters(*generic->getTemplateParameters(), types) : "") + "(" + list + ")";
}

std::vector<std::string> Signatures::of_object(const VarDecl& object) {
  std::vector<std::string> list;
  const auto* record = object.getType()->getAsCXXRecordDecl();
  if (!record) return list;
  given_ = given_to(*record);
  each_call(record, [&](const FunctionDecl& f, const FunctionTemplateDecl* t) {
    // A template with auto parameters begins at the first of these.
    if (is_internal(f.getSourceRange()) || (t && is_internal(t->getSourceRange()))) return;
    list.push_back(of(f, t, object.getNameAsString()));
  });
  given_.clear();
  return list;
}

std::vector<std::string> Signatures::of_name(const std::string& name) {
  std::vector<std::string> list;
  const auto add = [&](const std::string& signature) {
    if (std::find(list.begin(), list.end(), signature) == list.end()) list.push_back(signature);
  };
  for (const NamedDecl* d : declarations(context_, name)) {
    const auto* t = llvm::dyn_cast<FunctionTemplateDecl>(d);
    if (const auto* v = llvm::dyn_cast<VarDecl>(d)) {
      for (const std::string& signature : of_object(*v)) add(signature);
    } else if (const auto* f = llvm::dyn_cast<FunctionDecl>(t ? t->getTemplatedDecl() : d)) {
      if (!is_internal(d->getSourceRange()) && !is_internal(f->getSourceRange())) add(of(*f, t, name));
    }
  }
  return list;
}

bool Signatures::is_object(const std::string& name, QualType type) const {
  for (const NamedDecl* d : declarations(context_, name))
    if (const auto* v = llvm::dyn_cast<VarDecl>(d); v && context_.hasSameUnqualifiedType(v->getType(), type))
      return true;
  return false;
}

std::vector<const CXXRecordDecl*> Signatures::written(const CXXRecordDecl* record) {
  std::vector<const CXXRecordDecl*> list;
  while (record) {
    if (const auto* pattern = record->getTemplateInstantiationPattern()) record = pattern;
    list.push_back(record);
    if (!record->hasDefinition() || record->getNumBases() == 0) break;
    const QualType base = record->bases_begin()->getType();
    record = base->getAsCXXRecordDecl();
    if (const auto* s = base->getAs<TemplateSpecializationType>(); s && !record)
      record = llvm::cast<ClassTemplateDecl>(s->getTemplateName().getAsTemplateDecl())->getTemplatedDecl();
  }
  std::reverse(list.begin(), list.end());
  return list;
}

bool Signatures::has_calls(const CXXRecordDecl* record) {
  bool any = false;
  each_call(record, [&](const auto&, auto*) { any = true; });
  return any;
}

bool Signatures::is_internal(SourceRange range) const {
  const SourceLocation first = sources_.getExpansionLoc(range.getBegin());
  bool invalid = first.isInvalid();
  const llvm::StringRef buffer =
      invalid ? llvm::StringRef() : sources_.getBufferData(sources_.getFileID(first), &invalid);
  if (invalid) return false;
  const HeaderLines lines(buffer);
  return frontend::is_internal(lines.head()) ||
         frontend::is_internal(lines.comment_above(sources_.getExpansionLineNumber(first)));
}

}  // namespace lathe::frontend
