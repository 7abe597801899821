// A generated model whose functions are its CUDA launch tables, run on the emulator with device memory of its own.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "cuda_emulator.hpp"
#include "lathe/launch.hpp"
#include "lathe/model.hpp"

namespace lathe::test {

/// Device memory between guard zones; fresh memory is filled with a pattern, so that reading it shows.
class DeviceMemory {
 public:
  explicit DeviceMemory(std::size_t bytes) : bytes_(bytes), memory_(bytes + 2 * guard, std::byte{0xd5}) {}
  std::byte* data() { return memory_.data() + guard; }
  std::size_t size() const { return bytes_; }
  bool guards_hold() const {
    const auto whole = [](std::byte b) { return b == std::byte{0xd5}; };
    return std::all_of(memory_.begin(), memory_.begin() + guard, whole) &&
           std::all_of(memory_.end() - guard, memory_.end(), whole);
  }

 private:
  static constexpr std::ptrdiff_t guard = 256;
  std::size_t bytes_;
  std::vector<std::byte> memory_;
};

/// A kernel of the .cu file behind one signature: its arguments as addresses.
using Kernel = std::function<void(int rows, int time, const std::vector<void*>& arguments)>;

template <class... Arguments, class Call>
Kernel kernel_of(bool takes_time, Call call) {
  return [takes_time, call](int rows, int time, const std::vector<void*>& a) {
    if (a.size() != sizeof...(Arguments))
      throw std::logic_error("a launch has another number of arguments than its kernel");
    if (takes_time != (time >= 0)) throw std::logic_error("a launch has a time that its kernel does not take, or none");
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      call(rows, time, static_cast<Arguments>(a[i])...);
    }(std::index_sequence_for<Arguments...>{});
  };
}
template <class... Arguments>
Kernel kernel(void (*function)(int, Arguments*...)) {
  return kernel_of<Arguments*...>(false, [function](int rows, int, Arguments*... a) { function(rows, a...); });
}
template <class... Arguments>
Kernel kernel(void (*function)(int, int, Arguments*...)) {
  return kernel_of<Arguments*...>(true,
                                  [function](int rows, int time, Arguments*... a) { function(rows, time, a...); });
}

struct CudaModel {
  std::map<std::string, Kernel> kernels;
  std::map<std::string, Launches> functions;  // "step" …
  std::size_t arena_bytes = 0;
};

class EmulatedModel final : public Model {
 public:
  EmulatedModel(const ModelInfo& info, CudaModel cuda, int threads_per_block, unsigned seed)
      : info_(info), cuda_(std::move(cuda)), threads_(threads_per_block), seed_(seed), arena_(cuda_.arena_bytes) {
    for (const auto& p : info_.parameters) parameters_.emplace_back(p.elements() * size_of(p.type));
    for (const auto& p : info_.parameters)
      if (p.trained) gradients_.emplace_back(p.elements() * size_of(p.type));
    for (const auto& in : info_.inputs)
      inputs_.emplace_back(in.row_elements() * static_cast<std::size_t>(info_.batch) * size_of(in.type));
    for (std::size_t i = 0; i < info_.hyperparameters.size(); ++i)
      hyperparameters_.emplace_back(sizeof(float)),
          set_hyperparameter(static_cast<int>(i), info_.hyperparameters[i].value);
  }

  const ModelInfo& info() const override { return info_; }
  void* parameter(int i) override { return parameters_[static_cast<std::size_t>(i)].data(); }
  void set_hyperparameter(int i, double value) override {
    const auto f = static_cast<float>(value);
    std::memcpy(hyperparameters_[static_cast<std::size_t>(i)].data(), &f, sizeof f);
  }
  void step(const Batch& batch, double* values) override {
    run("step", batch), copy_values("step", values), copy_updates("step");
  }
  void loss(const Batch& batch, double* values) override {
    if (!cuda_.functions.count("loss")) return evaluate(batch, values);
    run("loss", batch), copy_values("loss", values);
  }
  void evaluate(const Batch& batch, double* values) override {
    run("evaluate", batch), copy_values("evaluate", values);
  }
  void gradients(const Batch& batch, double* values, void* const* gradients) override {
    run("gradients", batch);
    copy_values("gradients", values);
    const Launches& l = cuda_.functions.at("gradients");
    for (std::size_t i = 0; i < gradients_.size(); ++i)
      std::memcpy(gradients[i], address(l.results[1 + info_.metrics.size() + i]), gradients_[i].size());
  }
  void update(const Batch& batch, const void* const* gradients) override {
    for (std::size_t i = 0; i < gradients_.size(); ++i)
      std::memcpy(gradients_[i].data(), gradients[i], gradients_[i].size());
    run("update", batch);
    copy_updates("update");
  }
  void predict(const Batch& batch, void* const* outputs) override {
    run("predict", batch);
    for (std::size_t i = 0; i < info_.outputs.size(); ++i)
      std::memcpy(outputs[i], address(cuda_.functions.at("predict").results[i]),
                  info_.outputs[i].elements(batch.rows) * size_of(info_.outputs[i].type));
  }

  /// No kernel has written outside of its memory.
  bool guards_hold() const {
    bool hold = arena_.guards_hold();
    for (const DeviceMemory& m : results_) hold = hold && m.guards_hold();
    for (const auto* list : {&parameters_, &inputs_, &hyperparameters_, &gradients_})
      for (const DeviceMemory& m : *list) hold = hold && m.guards_hold();
    return hold;
  }

 private:
  void* address(const DeviceBuffer& b) {
    switch (b.space) {
      case Space::input:
        return inputs_.at(b.index).data();
      case Space::parameter:
        return parameters_.at(b.index).data();
      case Space::hyperparameter:
        return hyperparameters_.at(b.index).data();
      case Space::context:
        return context_ + b.index;
      case Space::gradient:
        return gradients_.at(b.index).data();
      case Space::arena:
        return arena_.data() + b.index;
      case Space::result:
        return results_.at(b.index).data();
    }
    return nullptr;
  }

  void run(const std::string& function, const Batch& batch) {
    const int rows = batch.rows;
    context_[0] = batch.noise, context_[1] = batch.epoch;
    // Rows that are not there keep the pattern: a kernel that reads them shows.
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      std::memset(inputs_[i].data(), 0xd5, inputs_[i].size());
      if (batch.inputs[i])
        std::memcpy(inputs_[i].data(), batch.inputs[i],
                    inputs_[i].size() / static_cast<std::size_t>(info_.batch) * static_cast<std::size_t>(rows));
    }
    const Launches& l = cuda_.functions.at(function);
    results_.clear();
    for (std::size_t i = 0; i < l.results.size(); ++i) results_.emplace_back(result_bytes(function, i));
    for (const KernelLaunch& launch : l.kernels) {
      const int needed = launch.per_row ? launch.threads * rows : launch.threads;
      std::vector<void*> arguments;
      for (const DeviceBuffer& b : launch.arguments) arguments.push_back(address(b));
      const Kernel& kernel = cuda_.kernels.at(launch.kernel);
      emulator::launch((needed + threads_ - 1) / threads_, threads_, seed_,
                       [&] { kernel(rows, launch.time, arguments); });
    }
  }

  /// Loss and metrics, then gradients; or outputs, of a full batch.
  std::size_t result_bytes(const std::string& function, std::size_t i) const {
    if (function == "predict") return info_.outputs[i].elements(info_.batch) * size_of(info_.outputs[i].type);
    const std::size_t values =
        cuda_.functions.at(function).results.size() - (function == "gradients" ? gradients_.size() : 0);
    return i < values ? sizeof(double) : gradients_[i - values].size();
  }

  /// After everything that may still read the old values.
  void copy_updates(const std::string& function) {
    for (const UpdateCopy& c : cuda_.functions.at(function).copies)
      std::memcpy(parameter(c.parameter), address(c.from), c.bytes);
  }

  void copy_values(const std::string& function, double* values) {
    const bool has_loss = info_.trains;
    if (!has_loss) values[0] = 0;
    for (std::size_t i = 0; i < info_.metrics.size() + has_loss; ++i) {
      float f;
      std::memcpy(&f, address(cuda_.functions.at(function).results[i]), sizeof f);
      values[i + !has_loss] = f;
    }
  }

  ModelInfo info_;
  CudaModel cuda_;
  int threads_;
  unsigned seed_;
  int context_[2] = {};
  DeviceMemory arena_;
  std::vector<DeviceMemory> results_;  // of the function that ran last
  std::vector<DeviceMemory> parameters_, inputs_, hyperparameters_, gradients_;
};

}  // namespace lathe::test
