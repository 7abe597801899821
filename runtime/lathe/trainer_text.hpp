// The words in a trainer's tables.
#pragma once

#include <string>
#include <vector>

#include "lathe/model.hpp"

namespace lathe {

std::string join(const std::vector<int>& items, const char* separator);
std::string join(const std::vector<std::string>& items, const char* separator);
/// "hidden.weight[12,3]" for element i of a tensor.
std::string element_name(const std::string& name, const std::vector<int>& shape, std::size_t i);
/// "784x50"; "scalar" without axes.
std::string shape_text(const std::vector<int>& shape);
/// "float", "double" or "int".
const char* type_text(ElementType type);
/// The width of a table's first column, headed "parameter".
std::size_t name_column(const std::vector<ParameterInfo>& parameters);

}  // namespace lathe
