#include "device_memory.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace cuda_emulator {
namespace {

/// The low byte of the words 0xffffff00 … 0xfffffffe, by turns.
std::byte next_pattern() {
  static unsigned allocations = 0;
  return static_cast<std::byte>(allocations++ % 0xff);
}

}  // namespace

DeviceMemory::DeviceMemory(std::string name, std::size_t size)
    : name_(std::move(name)), pattern_(next_pattern()), bytes_(size + 2 * guard) {
  for (std::size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = pattern_at(i);
}

std::byte DeviceMemory::pattern_at(std::size_t i) const { return i % 4 == 0 ? pattern_ : std::byte{0xff}; }

void DeviceMemory::assign(const void* from, std::size_t size) {
  poison();
  std::memcpy(data(), from, size);
}

void DeviceMemory::poison() {
  for (std::size_t i = guard; i < bytes_.size() - guard; ++i) bytes_[i] = pattern_at(i);
}

void DeviceMemory::check_guards() const {
  const auto fail = [&](std::size_t distance, const char* side) {
    throw std::runtime_error(name_ + " was written " + std::to_string(distance) + " bytes " + side + " its " +
                             std::to_string(size()) + " bytes");
  };
  for (std::size_t i = guard; i-- > 0;)
    if (bytes_[i] != pattern_at(i)) fail(guard - i, "before");
  for (std::size_t i = guard + size(); i < bytes_.size(); ++i)
    if (bytes_[i] != pattern_at(i)) fail(i - guard - size(), "behind");
}

std::uint64_t DeviceMemory::checksum() const {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (std::size_t i = 0; i < size(); i += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, data() + i, std::min(sizeof word, size() - i));
    hash = (hash ^ word) * 0x100000001b3;
  }
  return hash;
}

}  // namespace cuda_emulator
