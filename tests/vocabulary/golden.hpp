// Tensors of the golden files.
#pragma once

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "kernel/kernel.hpp"

namespace lathe::test {

inline nlohmann::json read_golden(const std::string& name) {
  std::ifstream in(std::string(GOLDEN "/") + name + ".json");
  if (!in) throw std::runtime_error("there is no golden file '" + name + "'");
  return nlohmann::json::parse(in);
}

/// JSON has no infinity and no NaN: they are strings.
inline kernel::Tensor values_of(const nlohmann::json& tensor) {
  kernel::Tensor values;
  for (const auto& x : tensor["values"])
    values.push_back(x.is_number() ? x.get<double>() : x == "nan" ? NAN : x == "inf" ? INFINITY : -INFINITY);
  return values;
}

}  // namespace lathe::test
