// The options of a spec, lathe::option(...): finds them, and checks what is set on the command line against them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontend/trace.hpp"

namespace clang {
class ASTContext;
class CallExpr;
class Decl;
}  // namespace clang

namespace lathe::frontend {

/// The options that a declaration's code asks for, with the spec's own values. Calls whose name is no literal are left
/// out. Gives a call that asks for one with another value or other choices than the first of that name, if there is
/// one.
const clang::CallExpr* find_options(clang::Decl* declaration, const clang::ASTContext& context,
                                    std::vector<SpecOption>& options);

/// Takes "name=value" in. What is wrong with it, or nothing.
std::string set_option(std::string_view setting, std::vector<SpecOption>& options);

/// Text to include before a spec, so that option(...) finds these settings.
std::string options_header(const std::vector<std::string>& settings);

}  // namespace lathe::frontend
