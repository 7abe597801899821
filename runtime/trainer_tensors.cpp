#include "lathe/trainer_tensors.hpp"

#include <cstring>

namespace lathe {

double get_element(const void* tensor, ElementType type, std::size_t i) {
  switch (type) {
    case ElementType::f32:
      return static_cast<const float*>(tensor)[i];
    case ElementType::f64:
      return static_cast<const double*>(tensor)[i];
    case ElementType::i32:
      break;
  }
  return static_cast<const std::int32_t*>(tensor)[i];
}

void set_element(void* tensor, ElementType type, std::size_t i, double value) {
  switch (type) {
    case ElementType::f32:
      static_cast<float*>(tensor)[i] = static_cast<float>(value);
      break;
    case ElementType::f64:
      static_cast<double*>(tensor)[i] = value;
      break;
    case ElementType::i32:
      static_cast<std::int32_t*>(tensor)[i] = static_cast<std::int32_t>(value);
      break;
  }
}

void copy_parameters(Model& from, Model& to) {
  for (std::size_t p = 0; p < from.info().parameters.size(); ++p) {
    const ParameterInfo &source = from.info().parameters[p], &target = to.info().parameters[p];
    const void* values = from.parameter(static_cast<int>(p));
    void* copy = to.parameter(static_cast<int>(p));
    for (std::size_t i = 0; i < source.elements(); ++i)
      set_element(copy, target.type, i, get_element(values, source.type, i));
  }
}

std::vector<int> trained_parameters(const ModelInfo& model) {
  std::vector<int> trained;
  for (std::size_t p = 0; p < model.parameters.size(); ++p)
    if (model.parameters[p].trained) trained.push_back(static_cast<int>(p));
  return trained;
}

void Tensors::add(ElementType type, std::size_t elements) {
  types_.push_back(type);
  buffers_.emplace_back(elements * size_of(type));
  pointers_.push_back(buffers_.back().data());
}

Tensors gradient_tensors(const ModelInfo& model) {
  Tensors gradients;
  for (const ParameterInfo& p : model.parameters)
    if (p.trained) gradients.add(p.type, p.elements());
  return gradients;
}

Tensors output_tensors(const ModelInfo& model) {
  Tensors outputs;
  for (const OutputInfo& output : model.outputs) outputs.add(output.type, output.elements(model.batch));
  return outputs;
}

Tensors parameter_values(Model& model) {
  Tensors values;
  for (std::size_t p = 0; p < model.info().parameters.size(); ++p) {
    const ParameterInfo& parameter = model.info().parameters[p];
    values.add(parameter.type, parameter.elements());
    std::memcpy(values.pointers()[p], model.parameter(static_cast<int>(p)), values.bytes(p).size());
  }
  return values;
}

void set_parameters(Model& model, const Tensors& values) {
  for (std::size_t p = 0; p < values.count(); ++p)
    std::memcpy(model.parameter(static_cast<int>(p)), values.bytes(p).data(), values.bytes(p).size());
}

}  // namespace lathe
