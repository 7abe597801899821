#include "lathe/model.hpp"

#include <stdexcept>

namespace lathe {
namespace {

[[noreturn]] void missing(const Model& model, const char* function) {
  throw std::logic_error("the model " + model.info().name + " has no function '" + function + "'");
}

}  // namespace

void Model::step(const Batch&, double*) { missing(*this, "step"); }
void Model::loss(const Batch& batch, double* values) { evaluate(batch, values); }
void Model::evaluate(const Batch&, double*) { missing(*this, "evaluate"); }
void Model::gradients(const Batch&, double*, void* const*) { missing(*this, "gradients"); }
void Model::update(const Batch&, const void* const*) { missing(*this, "update"); }
void Model::predict(const Batch&, void* const*) { missing(*this, "predict"); }

ModelInfo in_double(ModelInfo info) {
  const auto widen = [](auto& list) {
    for (auto& x : list)
      if (x.type == ElementType::f32) x.type = ElementType::f64;
  };
  widen(info.inputs);
  widen(info.parameters);
  widen(info.outputs);
  return info;
}

}  // namespace lathe
