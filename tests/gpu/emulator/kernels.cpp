// A .cu file as a module that the emulator loads; CMake says which.
#include <cstddef>

#include "cuda_builtins.hpp"
#include KERNELS

// The bounds of the section of __shared__ variables, from the linker; null where a module has none.
extern "C" {
[[gnu::weak, gnu::visibility("hidden")]] extern std::byte __start_emulated_shared[], __stop_emulated_shared[];

void emulated_shared_memory(std::byte** begin, std::byte** end) {
  *begin = __start_emulated_shared;
  *end = __stop_emulated_shared;
}
}
