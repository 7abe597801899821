#include "kernel_module.hpp"

#include <dlfcn.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace cuda_emulator {
namespace {

template <std::size_t>
using Pointer = void*;

/// Every argument of a kernel after `rows` is an address, so their number is all of its type that a call needs.
template <std::size_t... i>
[[gnu::no_sanitize("undefined")]] void call(void* kernel, int rows, void* const* a, std::index_sequence<i...>) {
  reinterpret_cast<void (*)(int, Pointer<i>...)>(kernel)(rows, a[i]...);
}

template <std::size_t count>
void call_with(void* kernel, int rows, void* const* arguments) {
  call(kernel, rows, arguments, std::make_index_sequence<count>());
}

template <std::size_t... count>
constexpr auto calls_by_count(std::index_sequence<count...>) {
  return std::array{&call_with<count>...};
}

constexpr auto calls = calls_by_count(std::make_index_sequence<33>());

}  // namespace

KernelModule::KernelModule(const std::string& file) : library_(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (!library_) throw std::runtime_error(dlerror());
  using Bounds = void (*)(std::byte**, std::byte**);
  std::byte *begin = nullptr, *end = nullptr;
  reinterpret_cast<Bounds>(dlsym(library_.get(), "emulated_shared_memory"))(&begin, &end);
  shared_memory_ = {begin, end};
}

void KernelModule::Close::operator()(void* library) const { dlclose(library); }

void KernelModule::launch(const std::string& kernel, unsigned blocks, unsigned threads_per_block,
                          std::optional<unsigned> shuffle_seed, int rows, std::span<void* const> arguments) const {
  void* const function = dlsym(library_.get(), kernel.c_str());
  if (!function) throw std::runtime_error("no kernel " + kernel);
  const auto call = calls.at(arguments.size());
  run_grid({{blocks}, {threads_per_block}, shuffle_seed, shared_memory_},
           [&] { call(function, rows, arguments.data()); });
}

}  // namespace cuda_emulator
