#include "frontend/diagnostics.hpp"

#include <clang/AST/DeclCXX.h>
#include <clang/AST/Type.h>
#include <clang/Basic/DiagnosticFrontend.h>
#include <clang/Basic/DiagnosticParse.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/DiagnosticSerialization.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

#include "frontend/signatures.hpp"

namespace lathe::frontend {

using clang::DiagnosticsEngine;

namespace {

bool between(unsigned id, unsigned first, unsigned end) { return id > first && id < end; }

/// Types by their own names: without 'Scores' (aka 'Tensor<float[10]>').
std::string with_types_written_out(const std::string& words) {
  return std::regex_replace(words, std::regex("'[^']*' \\(aka ('[^']*')\\)"), "$1");
}

/// An argument of a diagnostic, if it is a type.
clang::QualType type_of_argument(const clang::Diagnostic& info, unsigned i) {
  return info.getArgKind(i) == DiagnosticsEngine::ak_qualtype
             ? clang::QualType::getFromOpaquePtr(reinterpret_cast<void*>(info.getRawArg(i)))
             : clang::QualType();
}

/// The type that a diagnostic speaks of first, or none.
clang::QualType first_type(const clang::Diagnostic& info) {
  for (unsigned i = 0; i < info.getNumArgs(); ++i)
    if (const clang::QualType type = type_of_argument(info, i); !type.isNull()) return type;
  return {};
}

bool is_tensor(clang::QualType type) {
  const auto* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
  return record && record->getQualifiedNameAsString() == "lathe::Tensor";
}

/// Initializer for lathe::Initializer; what has no name, as a lambda, is a function.
std::string name_of(clang::QualType type) {
  const auto* record = type.isNull() ? nullptr : type->getAsCXXRecordDecl();
  if (!record) return type.getAsString();
  return record->isLambda() ? "a function" : record->getNameAsString();
}

/// Tensor<float[3]> for a type that is written as the library computes it: Tensor<array_of<...>>.
void replace_deduced_type(std::string& words, const clang::Diagnostic& info, unsigned argument) {
  const clang::QualType type = type_of_argument(info, argument);
  if (type.isNull() || !is_tensor(type)) return;
  const std::string canonical = type.getCanonicalType().getUnqualifiedType().getAsString();
  const std::string tensor = canonical.substr(canonical.find("Tensor<"));
  words =
      std::regex_replace(words, std::regex("Tensor<array_of<[^']*>>"), tensor, std::regex_constants::format_first_only);
}

/// The text of the file that a diagnostic is about, and how much of it comes before.
std::pair<llvm::StringRef, std::size_t> text_around(const clang::Diagnostic& info) {
  if (!info.hasSourceManager() || info.getLocation().isInvalid()) return {};
  const clang::SourceManager& sources = info.getSourceManager();
  const auto [file, offset] = sources.getDecomposedLoc(sources.getFileLoc(info.getLocation()));
  return {sources.getBufferData(file), offset};
}

/// The line that a diagnostic is about.
std::string line_at(const clang::Diagnostic& info) {
  const auto [text, offset] = text_around(info);
  const std::size_t start = text.rfind('\n', offset) + 1;  // 0 on the first line, as npos + 1 is
  return text.slice(start, text.find('\n', offset)).str();
}

/// The token that a diagnostic is about, or one that comes after it.
std::string token_at(const clang::Diagnostic& info, int after = 0) {
  const auto [text, offset] = text_around(info);
  clang::Lexer lexer(clang::SourceLocation(), clang::LangOptions(), text.begin(), text.begin() + offset, text.end());
  clang::Token token;
  for (int i = 0; i <= after; ++i) lexer.LexFromRawLexer(token);
  return std::string(lexer.getBufferLocation() - token.getLength(), token.getLength());
}

/// sgd in sgd(lr = 0.1), of a diagnostic about its first argument.
std::string call_before(const clang::Diagnostic& info) {
  const auto [text, offset] = text_around(info);
  llvm::StringRef before = text.take_front(offset).rtrim();
  if (!before.consume_back("(")) return "";
  return before.take_back(before.size() - before.find_last_of(" \n(){}<>,;:=&|!+-*/") - 1).str();
}

std::string in_braces(const std::string& call, const std::string& option) {
  return call + ": options stand in braces, with a dot before each: " + call + "({." + option + " = …})";
}

/// What a mistake means here, where C++ has words of its own for it; or nothing.
std::string in_own_words(const clang::Diagnostic& info, const std::string& words) {
  using namespace clang::diag;
  switch (info.getID()) {
    case err_typecheck_bool_condition:
      if (!is_tensor(first_type(info))) break;
      return "a tensor has an answer for each element, which no branch can follow: where(condition, a, b) takes "
             "elements of a or of b";
    case err_typecheck_invalid_operands: {
      const clang::QualType left = type_of_argument(info, 0), right = type_of_argument(info, 1);
      if (!left.isNull() && name_of(left) == "AlongAxis")
        return "the axis of an operation stands behind its tensor: softmax(x, axis<1>)";
      if (!is_tensor(left) && !is_tensor(right)) break;
      const clang::QualType other = is_tensor(left) ? right : left;
      if (!is_tensor(left) && llvm::StringRef(token_at(info)).ends_with("=") && other->isArithmeticType())
        return "a number cannot become a tensor; what is added up begins as a tensor, as in full<float>(0)";
      if (is_tensor(other) || other->isArithmeticType())
        return "'" + token_at(info) + "' is no operation on tensors, which have + - * / and comparisons";
      return "a tensor is combined with tensors and numbers, not with " + name_of(other);
    }
    case err_ovl_no_viable_oper:
      if (!std::regex_search(words, std::regex("no viable overloaded '[-+*/]?='"))) break;
      return "the name keeps its value: it is const, a module's member, or no tensor; auto another = … makes a new one";
    case err_typecheck_decl_incomplete_type:
      if (first_type(info).isNull() || !first_type(info)->isVoidType()) break;
      return "what is called here returns nothing";
    case err_expected_expression:
      if (const std::string call = call_before(info); !call.empty() && token_at(info) == ".")
        return in_braces(call, token_at(info, 1));
      break;
    case err_bound_member_function:
      return "this names a function but does not call it: the name is followed by parentheses";
    case err_auto_var_deduction_failure:
    case err_non_type_template_parm_type_deduction_failure:
      if (words.find("overloaded function") == words.npos) break;
      return "this names a function but must be what a call of it gives: the name is followed by parentheses";
    case err_decomp_decl_wrong_number_bindings:
      return std::to_string(info.getArgUInt(2)) + " results are given, for " + std::to_string(info.getArgUInt(1)) +
             (info.getArgUInt(1) == 1 ? " name" : " names");
    case err_ambiguous_reference:
      return "the library has a '" + token_at(info) + "', too; another name tells them apart";
    case err_this_capture:
      return "what only a model's body can call needs [&] in a function in it: [&](auto x) { … }";
    default:
      break;
  }
  if (words.find("'BOOST_HANA_PP_") != words.npos)
    return "BOOST_HANA_DEFINE_STRUCT: each member stands in parentheses, as (Affine<784, 50>, hidden)";
  std::smatch match;
  if (const std::string line = line_at(info);
      std::regex_search(line, match, std::regex("^LATHE_MODEL *\\(([^()]*)\\) *(;?)"))) {
    if (!std::regex_match(match[1].str(), std::regex("[A-Za-z_]\\w*")))
      return "LATHE_MODEL: the name of a model is letters, digits and _, as C++ has it";
    if (match[2].length()) return "LATHE_MODEL(" + match[1].str() + "): the body in braces follows, without ;";
    if (info.getID() == err_redefinition) return "two models: a spec has one LATHE_MODEL";
  }
  if (std::regex_search(words, match, std::regex("non-constexpr function '(the_\\w+)'"))) {
    std::string said = match[1];
    std::replace(said.begin(), said.end(), '_', ' ');
    return said;
  }
  if (std::regex_search(words, match, std::regex("non-constexpr function '([^']*)'")))
    return "a model's body is run by a compiler, which cannot call '" + match[1].str() + "'";
  if (std::regex_search(words, match, std::regex("no viable conversion from 'detail::.*' to '(\\w+Options)'")))
    return "options of a type's arguments are written " + match[1].str() + "{.padding = 2}";
  return "";
}

/// The words of a diagnostic without what only says which construct of the library made it.
std::string sentence(const clang::Diagnostic& info, bool in_user_file) {
  llvm::SmallString<256> words;
  info.FormatDiagnostic(words);
  if (std::string own = in_own_words(info, words.str().str()); !own.empty()) return own;
  std::string plain = with_types_written_out(words.str().str());
  for (unsigned i = 0; i < info.getNumArgs(); ++i) replace_deduced_type(plain, info, i);
  llvm::StringRef text = plain;
  if (info.getID() == clang::diag::err_static_assert_failed && !in_user_file)
    text.consume_front("static assertion failed: ");
  if (info.getID() == clang::diag::err_static_assert_requirement_failed && !in_user_file)
    if (const auto end = text.find("': "); end != llvm::StringRef::npos) text = text.drop_front(end + 3);
  return text.str();
}

/// A call as it stands in a file: input<float[N][3]>("x"), sgd({.lr = 0.1}).
struct Call {
  std::string name;
  std::string template_arguments;
  std::vector<std::string> options;  // the names in its braces: lr
};

Call call_at(clang::SourceLocation place, const clang::SourceManager& sources, const clang::LangOptions& language) {
  using namespace clang;
  const auto [file, offset] = sources.getDecomposedLoc(sources.getFileLoc(place));
  const llvm::StringRef text = sources.getBufferData(file);
  Lexer lexer(sources.getLocForStartOfFile(file), language, text.begin(), text.begin() + offset, text.end());
  Call call;
  Token token, before;
  int angles = 0, braces = 0, parentheses = 0;
  std::size_t first = 0;
  for (before.startToken(); !lexer.LexFromRawLexer(token); before = token) {
    const std::size_t at = sources.getFileOffset(token.getLocation());
    const bool outside = angles + braces + parentheses == 0;
    if (token.is(tok::raw_identifier)) {
      if (outside) call.name = token.getRawIdentifier().str();
      if (before.is(tok::period) && parentheses == 1 && braces == 1)
        call.options.push_back(token.getRawIdentifier().str());
    } else if (token.is(tok::less) && parentheses == 0) {
      if (angles++ == 0) first = at + 1;
    } else if (token.isOneOf(tok::greater, tok::greatergreater) && parentheses == 0) {
      angles -= token.is(tok::greater) ? 1 : 2;
      if (angles <= 0) call.template_arguments = text.substr(first, at + token.getLength() - 1 - first).str();
    } else if (token.is(tok::l_paren)) {
      ++parentheses;
    } else if (token.is(tok::r_paren) && --parentheses == 0 && angles == 0) {
      break;
    } else if (token.is(tok::l_brace)) {
      ++braces;
    } else if (token.is(tok::r_brace)) {
      --braces;
    } else if (outside && !token.isOneOf(tok::coloncolon, tok::period)) {
      break;
    }
  }
  return call;
}

/// Whether an error says that nothing which is called so takes the arguments of a call.
bool is_unsuited_call(unsigned id) {
  using namespace clang::diag;
  return id == err_ovl_no_viable_function_in_call || id == err_ovl_no_viable_member_function_in_call ||
         id == err_ovl_no_viable_object_call || id == err_ovl_ambiguous_call || id == err_ovl_ambiguous_object_call ||
         (id >= err_typecheck_call_too_few_args && id <= err_typecheck_call_too_many_args_suggest);
}

/// Whether an error says that nothing has the name it is about.
bool is_unknown_name(unsigned id) {
  using namespace clang::diag;
  for (const unsigned unknown :
       {err_undeclared_var_use, err_undeclared_var_use_suggest, err_undeclared_use, err_undeclared_use_suggest,
        err_unknown_typename, err_unknown_typename_suggest, err_no_template, err_no_template_suggest, err_no_member})
    if (id == unknown) return true;
  return false;
}

std::string without_case(const std::string& name) {
  std::string plain;
  for (const char c : name)
    if (c != '_') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plain;
}

/// The name that a name stands for: what other libraries call so, or what is spelled much like it; or nothing.
std::string nearest(const std::string& name, const std::vector<std::string>& known) {
  static const std::map<std::string, std::string> elsewhere = {{"Linear", "Affine"},
                                                               {"Dense", "Affine"},
                                                               {"linear", "affine"},
                                                               {"dense", "affine"},
                                                               {"cat", "concat"},
                                                               {"cross_entropy", "softmax_cross_entropy"},
                                                               {"CrossEntropyLoss", "softmax_cross_entropy"}};
  if (const auto found = elsewhere.find(name); found != elsewhere.end()) return found->second;
  if (std::find(known.begin(), known.end(), name) != known.end()) return name;
  std::string best;
  unsigned least = static_cast<unsigned>(name.size()) / 3 + 1;
  for (const std::string& other : known) {
    unsigned distance = llvm::StringRef(name).edit_distance(other);
    if (std::is_permutation(name.begin(), name.end(), other.begin(), other.end())) distance = 1;
    if (without_case(name) == without_case(other)) distance = 0;
    if (distance < least) best = other, least = distance;
  }
  return best;
}

/// lr, momentum or nesterov.
std::string either(const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i)
    list += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  return list;
}

}  // namespace

void FirstError::explain(const clang::Diagnostic& note) {
  if (explained_ || !language_ || !note.hasSourceManager() || place_.isInvalid()) return;
  const Call call = call_at(place_, note.getSourceManager(), *language_);
  if (llvm::StringRef(sentence(note, true)).ends_with("against 'void'")) {
    explained_ = true;
    message_ = call.name + ": what it is called with is a call that returns nothing";
  } else if (note.getID() == clang::diag::note_ovl_candidate_explicit_arg_mismatch_named) {
    // The library's types are called T, and its numbers axis.
    const std::string parameter = llvm::StringRef(sentence(note, true)).split('\'').second.str();
    const std::string& given = call.template_arguments;
    const std::string constants = " must be constants, as constexpr int N = 100 is one";
    explained_ = true;
    message_ = call.name + ": ";
    if (given.find('[') != given.npos)
      *message_ += "the extents of " + given + constants;
    else if (std::islower(static_cast<unsigned char>(parameter[0])))
      *message_ += "<" + given + ">" + constants;
    else
      *message_ += "<" + given + "> must be a type with all its arguments";
  } else if (note.getID() == clang::diag::note_ovl_candidate_bad_list_argument) {
    for (unsigned i = 0; i < note.getNumArgs(); ++i) {
      const clang::QualType type = type_of_argument(note, i);
      const clang::RecordDecl* options = type.isNull() ? nullptr : type.getNonReferenceType()->getAsRecordDecl();
      if (!options) continue;
      std::vector<std::string> names;
      for (const clang::FieldDecl* field : options->fields()) names.push_back(field->getName().str());
      for (const std::string& option : call.options) {
        if (std::find(names.begin(), names.end(), option) != names.end()) continue;
        explained_ = true;
        message_ = call.name + ": " + option + " is no option, must be " + either(names);
        return;
      }
    }
  }
}

void FirstError::explain_name(const Signatures& signatures) {
  if (!unknown_option_of_.empty()) {
    message_ = in_braces(unknown_option_of_, unknown_);
  } else if (unknown_of_tensor_) {
    message_ = "a tensor has no member '" + unknown_ + "'";
    if (const std::string known = nearest(unknown_, signatures.names()); !known.empty())
      *message_ += "; functions stand before it: " + known + "(x)";
  } else if (const std::string known = nearest(unknown_, signatures.names()); known == unknown_) {
    message_ = "'" + unknown_ +
               "' cannot be used here like this: the library's names need using namespace lathe, and what belongs to a "
               "model's body is known nowhere else";
  } else if (!known.empty()) {
    message_ = "nothing is called '" + unknown_ + "'; did you mean '" + known + "'?";
  }
}

void FirstError::explain(clang::ASTContext& context) {
  if (!explained_ && !unknown_.empty()) return explain_name(Signatures(context));
  if (explained_ || called_.empty()) return;
  Signatures signatures(context);
  const std::vector<std::string> ways = signatures.of_name(called_);
  const auto* object = called_type_.isNull() ? nullptr : called_type_->getAsCXXRecordDecl();
  const bool is_own = object && !context.getSourceManager().isInSystemHeader(object->getLocation());
  if (ways.empty() || is_own) return;
  explained_ = true;
  if (called_type_.isNull() || signatures.is_object(called_, called_type_))
    message_ = called_ + ": these arguments do not fit, it is called as " + either(ways);
  else
    message_ = "what " + called_ + " gives is not called like this; a layer is called with one tensor";
}

void FirstError::HandleDiagnostic(DiagnosticsEngine::Level level, const clang::Diagnostic& info) {
  const unsigned id = info.getID();
  if (between(id, clang::diag::DIAG_START_SERIALIZATION, clang::diag::DIAG_START_LEX)) precompiled_rejected_ = true;
  if (level == DiagnosticsEngine::Note) {
    if (!notes_belong_) return;
    const std::string words = sentence(info, true);
    const bool cannot_run = id == clang::diag::note_invalid_subexpr_in_const_expr;
    if (cause_in_notes_ && (cannot_run || between(id, clang::diag::DIAG_START_AST, clang::diag::DIAG_START_COMMENT))) {
      message_ = cannot_run ? "this cannot be evaluated by a compiler, as a model's body must be" : words;
      location_ = {};  // the evaluator's calls are nearer to the mistake than the instantiations
      cause_in_notes_ = false;
    }
    if (llvm::StringRef reason = words; reason.starts_with("candidate"))
      candidates_.push_back(reason.split(": ").second.str());
    explain(info);
    locate(info);
  } else if (level >= DiagnosticsEngine::Error) {
    notes_belong_ = !message_;
    if (message_) return;
    locate(info);
    place_ = info.getLocation();
    message_ = id == clang::diag::err_typecheck_negative_array_size ? "every extent of a tensor is at least 1"
                                                                    : sentence(info, location_.line != 0);
    if (location_.line && is_unsuited_call(id) && language_) {
      called_ = call_at(place_, info.getSourceManager(), *language_).name;
      called_type_ =
          id == clang::diag::err_ovl_no_viable_object_call || id == clang::diag::err_ovl_ambiguous_object_call
              ? first_type(info)
              : clang::QualType();
    }
    const bool is_member = id == clang::diag::err_no_member;
    if (location_.line && is_unknown_name(id) &&
        (!is_member || message_->find("in 'lathe::Tensor<") != std::string::npos)) {
      unknown_ = token_at(info);
      unknown_of_tensor_ = is_member;
      if (token_at(info, 1) == "=") unknown_option_of_ = call_before(info);
    }
    cause_in_notes_ = id == clang::diag::err_constexpr_var_requires_const_init || id == clang::diag::err_expr_not_cce ||
                      id == clang::diag::err_static_assert_expression_is_not_constant;
  } else {
    notes_belong_ = false;
  }
}

std::optional<std::string> FirstError::message() const {
  if (message_ && !explained_ && candidates_.size() == 1) return *message_ + ": " + candidates_[0];
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

}  // namespace lathe::frontend
