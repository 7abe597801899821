// An allocation on the emulated device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cuda_emulator {

/// Bytes between two guard zones. Nothing is zeroed: fresh memory and the guards hold a pattern that is a NaN as float or
/// double and negative as an integer, another one for each allocation, so that what is read where nothing was written
/// shows in the result.
class DeviceMemory {
 public:
  DeviceMemory(std::string name, std::size_t size);

  std::byte* data() { return bytes_.data() + guard; }
  const std::byte* data() const { return bytes_.data() + guard; }
  std::size_t size() const { return bytes_.size() - 2 * guard; }

  /// Host to device: `size` bytes; what is behind them becomes the pattern again.
  void assign(const void* from, std::size_t size);
  void poison();

  /// Throws std::runtime_error when a guard zone was written: "hidden.bias was written 8 bytes behind its 200 bytes".
  void check_guards() const;
  /// FNV-1a of the contents.
  std::uint64_t checksum() const;

 private:
  static constexpr std::size_t guard = 64 << 10;  // reaches farther than the threads that a last block has too many

  std::byte pattern_at(std::size_t i) const;

  std::string name_;
  std::byte pattern_;
  std::vector<std::byte> bytes_;
};

}  // namespace cuda_emulator
