// Which Lathe this is, and where it compiles generated code.
#pragma once

#include <string>
#include <vector>

namespace lathe {

/// What a generated trainer is compiled with.
struct BuildPlace {
  std::string runtime_headers;  // holds lathe/model.hpp
  std::string runtime_library;  // liblathe_runtime.a
};

/// The libraries that the runtime uses, as a linker names them: "zip z png". A program needs those whose functions it
/// calls.
std::vector<std::string> runtime_libraries();

/// Beside an installed tool (../include, ../lib), else in the build tree.
BuildPlace build_place(const std::string& tool_path);

}  // namespace lathe
