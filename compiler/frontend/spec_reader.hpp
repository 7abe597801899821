// Reads a spec: parses it with Clang, lets Clang's constant evaluator trace the model, and takes the graph out of the
// evaluated constant. No line of a spec is ever executed.
#pragma once

#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "frontend/trace.hpp"

namespace lathe::frontend {

/// Where the parser finds what every spec needs.
struct ReadOptions {
  std::string dsl_directory;               // holds lathe/dsl.hpp
  std::string resource_directory;          // Clang's own headers
  std::string precompiled_dsl;             // lathe/dsl.hpp precompiled; used where it is there and fresh
  std::vector<std::string> settings = {};  // "name=value" for options of the spec
};

/// A setting that does not suit the spec.
struct WrongSetting : std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// The options of an installed tool (headers in ../include, beside the folder of the tool), else of the build tree.
ReadOptions options_for_tool(const std::string& tool_path);

/// The model in a spec. Where the spec is wrong: nothing, and one diagnostic of at most 10 lines, at the spec's line.
/// Where a setting is: WrongSetting.
std::optional<TracedModel> read_spec(const std::string& path, const ReadOptions& options, std::ostream& diagnostics);

/// A diagnostic as Clang prints it, with the source line and a caret under the column. A call of a function object is
/// placed at its parenthesis by compilers, and here at its name.
std::string render(SourceLocation at, const std::string& message);

}  // namespace lathe::frontend
