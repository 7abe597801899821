// Which Lathe this is, and where it compiles generated code.
#pragma once

#include <string>

namespace lathe {

/// What a generated trainer is compiled with.
struct BuildPlace {
  std::string runtime_headers;  // holds lathe/model.hpp
  std::string runtime_library;  // liblathe_runtime.a
};

/// Beside an installed tool (../include, ../lib), else in the build tree.
BuildPlace build_place(const std::string& tool_path);

}  // namespace lathe
