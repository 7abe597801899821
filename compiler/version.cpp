#include "version.hpp"

#include <filesystem>
#include <iterator>
#include <sstream>

namespace lathe {

std::vector<std::string> runtime_libraries() {
  std::istringstream names(LATHE_RUNTIME_LIBRARIES);
  return {std::istream_iterator<std::string>(names), {}};
}

BuildPlace build_place(const std::string& tool_path) {
  namespace fs = std::filesystem;
  const fs::path prefix = fs::path(tool_path).parent_path().parent_path();
  if (fs::exists(prefix / "include/lathe/model.hpp")) return {prefix / "include", prefix / "lib/liblathe_runtime.a"};
  return {LATHE_RUNTIME_HEADERS, LATHE_RUNTIME_LIBRARY};
}

}  // namespace lathe
