// A generated model on the emulated device: its CUDA kernels in the order of its launch tables.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "device_memory.hpp"
#include "kernel_module.hpp"
#include "lathe/launch.hpp"
#include "lathe/model.hpp"

namespace cuda_emulator {

/// The functions of <model>_cuda.hpp; those that the model has not stay empty.
struct LaunchTables {
  std::size_t arena_bytes = 0;
  std::optional<lathe::Launches> step{}, evaluate{}, gradients{}, update{}, predict{};
};

struct Schedule {
  unsigned threads_per_block = 128;
  std::optional<unsigned> shuffle_seed{};
};

/// Every parameter, input, hyperparameter and incoming gradient is an allocation of its own, the arena is one more. The
/// arena is poisoned before each function, the rows of the inputs behind the batch too. After each launch the guard
/// zones are checked; std::runtime_error names the kernel and the allocation.
class EmulatedModel : public lathe::Model {
 public:
  EmulatedModel(const lathe::ModelInfo& info, const std::string& kernels, LaunchTables tables, Schedule schedule);

  const lathe::ModelInfo& info() const override { return info_; }
  void* parameter(int i) override { return parameters_[static_cast<std::size_t>(i)].data(); }
  void set_hyperparameter(int i, double value) override;
  void step(const lathe::Batch& batch, double* values) override;
  void evaluate(const lathe::Batch& batch, double* values) override;
  void gradients(const lathe::Batch& batch, double* values, void* const* gradients) override;
  void update(const void* const* gradients) override;
  void predict(const lathe::Batch& batch, void* const* outputs) override;

  /// For each launch so far: the kernel, and a checksum of the whole device memory after it.
  using Trace = std::vector<std::pair<std::string, std::uint64_t>>;
  const Trace& trace() const { return trace_; }

 private:
  void copy_inputs(const lathe::Launches& launches, const lathe::Batch& batch);
  void run(const lathe::Launches& launches, int rows);
  void check_and_trace(const std::string& kernel);
  void read_values(const lathe::Launches& launches, double* values);
  std::byte* address(lathe::DeviceBuffer buffer);
  lathe::ElementType scalar_type() const { return info_.parameters.front().type; }

  lathe::ModelInfo info_;
  KernelModule kernels_;
  LaunchTables tables_;
  Schedule schedule_;
  std::vector<DeviceMemory> inputs_, parameters_, hyperparameters_, gradients_;
  DeviceMemory arena_;
  Trace trace_;
};

}  // namespace cuda_emulator
