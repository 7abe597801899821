#include "frontend/spec_options.hpp"

#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lathe::frontend {

namespace {

std::vector<std::string> literals(const clang::Stmt* code) {
  std::vector<std::string> found;
  if (const auto* literal = llvm::dyn_cast_or_null<clang::StringLiteral>(code))
    found.push_back(literal->getString().str());
  if (code)
    for (const clang::Stmt* child : code->children())
      for (std::string& text : literals(child)) found.push_back(std::move(text));
  return found;
}

class OptionFinder : public clang::RecursiveASTVisitor<OptionFinder> {
 public:
  OptionFinder(const clang::ASTContext& context, std::vector<SpecOption>& options)
      : context_(context), options_(options) {}

  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* function = call->getDirectCallee();
    if (!function || function->getQualifiedNameAsString() != "lathe::option" || call->getNumArgs() < 2) return true;
    const std::vector<std::string> name = literals(call->getArg(0)), text = literals(call->getArg(1));
    clang::Expr::EvalResult standard;
    if (name.size() != 1) return true;
    SpecOption option;
    option.name = name[0];
    if (text.size() == 1) {
      option.kind = SpecOption::Kind::text;
      option.value = text[0];
      if (call->getNumArgs() > 2) option.choices = literals(call->getArg(2));
    } else if (call->getArg(1)->EvaluateAsRValue(standard, context_) && standard.Val.isInt()) {
      const bool is_bool = call->getArg(1)->getType()->isBooleanType();
      option.kind = is_bool ? SpecOption::Kind::boolean : SpecOption::Kind::integer;
      option.value =
          is_bool ? (standard.Val.getInt().isZero() ? "false" : "true") : llvm::toString(standard.Val.getInt(), 10);
    } else if (standard.Val.isFloat()) {
      option.kind = SpecOption::Kind::real;
      char digits[32];
      option.value.assign(digits,
                          std::to_chars(digits, digits + sizeof digits, standard.Val.getFloat().convertToDouble()).ptr);
    } else {
      return true;
    }
    const auto known =
        std::find_if(options_.begin(), options_.end(), [&](const SpecOption& o) { return o.name == option.name; });
    if (known == options_.end())
      options_.push_back(std::move(option));
    else if (*known != option && !unlike_)
      unlike_ = call;
    return true;
  }

  const clang::CallExpr* unlike() const { return unlike_; }

 private:
  const clang::CallExpr* unlike_ = nullptr;
  const clang::ASTContext& context_;
  std::vector<SpecOption>& options_;
};

template <class Items, class Text>
std::string listed(const Items& items, const char* last, Text text) {
  std::string all;
  for (std::size_t i = 0; i < items.size(); ++i)
    all += (i == 0 ? "" : i + 1 == items.size() ? last : ", ") + text(items[i]);
  return all;
}

/// Why the text is no value for the option, as what it must be.
std::string wanted(const SpecOption& option, const std::string& text) {
  double real = 0;
  long long integer = 0;
  switch (option.kind) {
    case SpecOption::Kind::text:
      if (option.choices.empty())
        return llvm::all_of(text, [](char c) { return llvm::isPrint(c) && c != '"' && c != '\\'; })
                   ? ""
                   : "text without quotes and backslashes";
      if (llvm::is_contained(option.choices, text)) return "";
      return listed(option.choices, " or ", [](const std::string& s) { return s; });
    case SpecOption::Kind::boolean:
      return text == "true" || text == "false" ? "" : "true or false";
    case SpecOption::Kind::integer:
      return llvm::to_integer(text, integer, 10) && integer >= INT32_MIN && integer <= INT32_MAX ? ""
                                                                                                 : "a whole number";
    case SpecOption::Kind::real:
      break;
  }
  const bool decimal = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
  return decimal && !text.empty() && llvm::to_float(text, real) && std::isfinite(real) ? "" : "a number";
}

}  // namespace

const clang::CallExpr* find_options(clang::Decl* declaration, const clang::ASTContext& context,
                                    std::vector<SpecOption>& options) {
  OptionFinder finder(context, options);
  finder.TraverseDecl(declaration);
  return finder.unlike();
}

std::string set_option(std::string_view setting, std::vector<SpecOption>& options) {
  const std::size_t equals = setting.find('=');
  const std::string name(setting.substr(0, equals));
  const std::string shown = "--set " + std::string(setting) + ": ";
  if (equals == std::string_view::npos || name.empty()) return shown + "write NAME=VALUE";
  const auto option = std::find_if(options.begin(), options.end(), [&](const SpecOption& o) { return o.name == name; });
  if (option == options.end())
    return shown + (options.empty() ? "the spec has no options"
                                    : "the spec has no option '" + name + "'; it has " +
                                          listed(options, " and ", [](const SpecOption& o) { return o.name; }));
  const std::string text(setting.substr(equals + 1));
  if (const std::string must_be = wanted(*option, text); !must_be.empty())
    return shown + "'" + text + "' must be " + must_be;
  option->value = text;
  return "";
}

std::string options_header(const std::vector<std::string>& settings) {
  std::string lines;
  for (auto s = settings.rbegin(); s != settings.rend();
       ++s)  // the first line with a name counts, of settings the last
    for (const char c : *s + "\n") lines += "\\x" + llvm::toHex(llvm::StringRef(&c, 1)) + "\"\"";
  return "#include <lathe/option.hpp>\ntemplate <>\ninline constexpr std::string_view "
         "lathe::detail::chosen_options<lathe::detail::Chosen> = \"" +
         lines + "\";\n";
}

}  // namespace lathe::frontend
