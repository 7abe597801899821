#include "generated.hpp"

#include <cmath>
#include <stdexcept>

#include "lathe/thread_pool.hpp"
#include "runner.hpp"

namespace lathe::test {
namespace {

ThreadPool& pool() {
  static ThreadPool pool(1);
  return pool;
}

void write(const kernel::Tensor& values, ElementType type, void* to) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (type == ElementType::f32)
      static_cast<float*>(to)[i] = static_cast<float>(values[i]);
    else if (type == ElementType::f64)
      static_cast<double*>(to)[i] = values[i];
    else
      static_cast<int*>(to)[i] = static_cast<int>(values[i]);
}

kernel::Tensor read(const void* from, ElementType type, std::size_t elements) {
  kernel::Tensor values(elements);
  for (std::size_t i = 0; i < elements; ++i)
    values[i] = type == ElementType::f32   ? static_cast<const float*>(from)[i]
                : type == ElementType::f64 ? static_cast<const double*>(from)[i]
                                           : static_cast<const int*>(from)[i];
  return values;
}

/// Memory for a tensor of a model, behind which there is nothing: a sanitizer sees what is read and written there.
struct Buffer {
  ElementType type;
  std::size_t elements;
  std::vector<std::byte> bytes;
  Buffer(ElementType type, std::size_t elements)
      : type(type), elements(elements), bytes(elements * size_of(type), std::byte{0xd5}) {}
  kernel::Tensor values() const { return read(bytes.data(), type, elements); }
};

class Generated : public Runner {
 public:
  Generated(std::string name, bool in_float, std::unique_ptr<Model> model)
      : Runner(std::move(name), in_float), model_(std::move(model)) {}

  Evaluated run(const std::string& function, const Environment& arguments, int rows) override {
    const ModelInfo& info = model_->info();
    const auto given = [&](const std::string& name) {
      return arguments.contains(name) ? &arguments.at(name) : nullptr;
    };
    for (std::size_t i = 0; i < info.parameters.size(); ++i)
      if (const auto* values = given(info.parameters[i].name))
        write(*values, info.parameters[i].type, model_->parameter(static_cast<int>(i)));
    for (std::size_t i = 0; i < info.hyperparameters.size(); ++i)
      if (const auto* values = given(info.hyperparameters[i].name))
        model_->set_hyperparameter(static_cast<int>(i), (*values)[0]);
    std::vector<Buffer> inputs;
    std::vector<const void*> addresses;
    for (const InputInfo& in : info.inputs) {
      inputs.emplace_back(in.type, in.row_elements() * static_cast<std::size_t>(rows));
      const auto* values = given(in.name);
      if (values)
        write({values->begin(), values->begin() + static_cast<std::ptrdiff_t>(inputs.back().elements)}, in.type,
              inputs.back().bytes.data());
      addresses.push_back(values ? inputs.back().bytes.data() : nullptr);
    }
    const auto number = [&](const char* name) { return given(name) ? static_cast<int>((*given(name))[0]) : 0; };
    return call(function, {addresses.data(), rows, number("batch.noise"), number("batch.epoch")});
  }

 private:
  Evaluated call(const std::string& function, const Batch& batch) {
    const ModelInfo& info = model_->info();
    std::vector<double> values(1 + info.metrics.size());
    std::vector<Buffer> buffers;
    if (function == "predict")
      for (const OutputInfo& o : info.outputs) buffers.emplace_back(o.type, o.elements(batch.rows));
    if (function == "gradients")
      for (const ParameterInfo& p : info.parameters)
        if (p.trained) buffers.emplace_back(p.type, p.elements());
    std::vector<void*> addresses;
    for (Buffer& b : buffers) addresses.push_back(b.bytes.data());
    if (function == "predict")
      model_->predict(batch, addresses.data());
    else if (function == "gradients")
      model_->gradients(batch, values.data(), addresses.data());
    else if (function == "step")
      model_->step(batch, values.data());
    else if (function == "loss")
      model_->loss(batch, values.data());
    else if (function == "evaluate")
      model_->evaluate(batch, values.data());
    else
      throw std::logic_error("a generated model is not asked for " + function);

    Evaluated e;
    if (function != "predict")
      for (double x : values) e.outputs.push_back({x});
    for (const Buffer& b : buffers) e.outputs.push_back(b.values());
    if (function == "step")
      for (std::size_t i = 0; i < info.parameters.size(); ++i)
        e.updated[info.parameters[i].name] =
            read(model_->parameter(static_cast<int>(i)), info.parameters[i].type, info.parameters[i].elements());
    return e;
  }

  std::unique_ptr<Model> model_;
};

}  // namespace

const bool interpreted = false;

Runners runners_of(const std::string& title, const Module& module) {
  const auto it = generated_models().find(generated_name(title, module));
  if (it == generated_models().end()) throw std::logic_error("no code was generated for '" + title + "'");
  const auto& [family, cuda] = it->second;
  Runners all;
  const auto fast = family.fast(pool());
  auto emulated = std::make_unique<EmulatedModel>(fast->info(), cuda, 32, 0);
  all.push_back(std::make_unique<Generated>("in float", true, family.fast(pool())));
  all.push_back(std::make_unique<Generated>("fused, in double", false, family.fused_double()));
  all.push_back(std::make_unique<Generated>("reference, in double", false, family.reference()));
  all.push_back(std::make_unique<Generated>("CUDA, in float", true, std::move(emulated)));
  return all;
}

}  // namespace lathe::test
