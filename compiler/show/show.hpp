// A model for people to look at: tables, textual IR, drawings.
#pragma once

#include <string>

#include "module.hpp"

namespace lathe::show {

/// format: table, text, dot, svg or json; empty: table, or text when `after` is given. after: a pass, "trace", or empty
/// for the last. function: one of the module's, "all", or empty for step (predict without a loss). Throws
/// std::invalid_argument with one sentence for a word that is none of these.
std::string show(const Module& module, const std::string& format, const std::string& after,
                 const std::string& function);

/// The graph in the language of Graphviz.
std::string dot(const ir::Graph& graph);

}  // namespace lathe::show
