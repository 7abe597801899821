#include <dlfcn.h>
#include <fmt/format.h>

#include "lathe/trainer_commands.hpp"

// The CUDA driver is looked up at run time: the same trainer runs where there is none. The declarations are those of
// cuda.h; CUresult is an enum, CUdevice an int.
namespace lathe {
namespace {

template <class Function>
Function* find(void* library, const char* name) {
  return reinterpret_cast<Function*>(dlsym(library, name));
}

std::string error_text(void* library, int error) {
  const char* text = nullptr;
  if (const auto describe = find<int(int, const char**)>(library, "cuGetErrorString")) describe(error, &text);
  return text ? fmt::format("{} (CUDA error {})", text, error) : fmt::format("CUDA error {}", error);
}

}  // namespace

std::string cuda_refusal() {
  void* library = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) return "no CUDA device: libcuda.so.1 cannot be opened; is an NVIDIA driver installed";

  const auto init = find<int(unsigned)>(library, "cuInit");
  const auto count_devices = find<int(int*)>(library, "cuDeviceGetCount");
  const auto device_name = find<int(char*, int, int)>(library, "cuDeviceGetName");
  if (!init || !count_devices || !device_name)
    return "no CUDA device: libcuda.so.1 lacks cuInit, cuDeviceGetCount or cuDeviceGetName";

  int count = 0;
  if (const int error = init(0)) return "no CUDA device: " + error_text(library, error);
  if (const int error = count_devices(&count)) return "no CUDA device: " + error_text(library, error);
  if (count == 0) return "no CUDA device: the driver reports 0 devices";
  char name[256] = "";
  device_name(name, sizeof name, 0);
  return fmt::format("there is a CUDA device, {}, but this trainer runs its CPU code only; use --device=cpu", name);
}

}  // namespace lathe
