// The kernels of one .cu file, compiled for the emulator, found by name as a CUDA driver finds them in a cubin.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "grid.hpp"

namespace cuda_emulator {

class KernelModule {
 public:
  /// Throws std::runtime_error when the file cannot be loaded.
  explicit KernelModule(const std::string& file);

  /// kernel(rows, arguments …) on `blocks` blocks of `threads_per_block` threads; shuffled when a seed is given. Throws
  /// std::runtime_error when there is no such kernel, and what run_grid throws.
  void launch(const std::string& kernel, unsigned blocks, unsigned threads_per_block, std::optional<unsigned> shuffle_seed,
              int rows, std::span<void* const> arguments) const;

 private:
  struct Close {
    void operator()(void* library) const;
  };
  std::unique_ptr<void, Close> library_;
  std::span<std::byte> shared_memory_;
};

}  // namespace cuda_emulator
