// What generated code registers itself with.
#pragma once

#include <map>
#include <string>

#include "emulated_model.hpp"
#include "lathe/model.hpp"

namespace lathe::test {

struct GeneratedModel {
  ModelFamily family;
  CudaModel cuda;
};

inline std::map<std::string, GeneratedModel>& generated_models() {
  static std::map<std::string, GeneratedModel> models;
  return models;
}

struct RegisterFamily {
  RegisterFamily(const char* name, const ModelFamily& family) { generated_models()[name].family = family; }
};
struct RegisterCuda {
  RegisterCuda(const char* name, CudaModel cuda) { generated_models()[name].cuda = std::move(cuda); }
};

}  // namespace lathe::test
