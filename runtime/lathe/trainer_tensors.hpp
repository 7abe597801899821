// Parameters and gradients of any element type, seen as doubles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lathe/model.hpp"

namespace lathe {

double get_element(const void* tensor, ElementType type, std::size_t i);
void set_element(void* tensor, ElementType type, std::size_t i, double value);

/// Gives `to` the parameters of `from`, converted where their types differ (float to double is exact).
void copy_parameters(Model& from, Model& to);

/// Numbers of the parameters that are trained: gradients come in this order.
std::vector<int> trained_parameters(const ModelInfo& model);

/// Arrays for values of tensors: storage with the pointers that the model interface takes.
class Tensors {
 public:
  Tensors() = default;
  Tensors(Tensors&&) = default;
  Tensors& operator=(Tensors&&) = default;
  void add(ElementType type, std::size_t elements);
  std::size_t count() const { return buffers_.size(); }
  std::size_t elements(std::size_t t) const { return buffers_[t].size() / size_of(types_[t]); }
  ElementType type(std::size_t t) const { return types_[t]; }
  double get(std::size_t t, std::size_t i) const { return get_element(buffers_[t].data(), types_[t], i); }
  void set(std::size_t t, std::size_t i, double value) { set_element(buffers_[t].data(), types_[t], i, value); }
  const std::vector<std::byte>& bytes(std::size_t t) const { return buffers_[t]; }
  void* const* pointers() { return pointers_.data(); }
  const void* const* pointers() const { return pointers_.data(); }

 private:
  std::vector<ElementType> types_;
  std::vector<std::vector<std::byte>> buffers_;
  std::vector<void*> pointers_;
};

Tensors gradient_tensors(const ModelInfo& model);
/// Room for a full batch of every output.
Tensors output_tensors(const ModelInfo& model);
/// A copy of all parameters.
Tensors parameter_values(Model& model);
/// Puts such a copy back.
void set_parameters(Model& model, const Tensors& values);

}  // namespace lathe
