// The order of kernel launches on a GPU, as generated code states it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lathe {

enum class Space : unsigned char { input, parameter, hyperparameter, context, gradient, arena, result };

/// Memory on the device: the index-th input, parameter, hyperparameter or incoming gradient; the batch's noise (context
/// 0) or epoch (1); bytes into the arena; or the memory for the index-th result.
struct DeviceBuffer {
  Space space{};
  std::size_t index = 0;
};

/// One kernel: kernel(rows, arguments …), every argument an address, scalars too; kernel(rows, time, arguments …) for
/// one that a scan runs at each time. It needs `threads` threads, times the number of rows when per_row.
struct KernelLaunch {
  std::string kernel;
  bool per_row = false;
  int threads = 1;
  std::vector<DeviceBuffer> arguments;
  int time = -1;  // -1: it takes none
};

/// After the kernels, and after the results have been read, `bytes` bytes from `from` become the value of a parameter.
struct UpdateCopy {
  DeviceBuffer from;
  int parameter = 0;
  std::size_t bytes = 0;
};

/// One function of a model.
struct Launches {
  std::vector<KernelLaunch> kernels;
  std::vector<UpdateCopy> copies;
  std::vector<DeviceBuffer> results;
};

}  // namespace lathe
