// The random numbers of generated kernels: a function of three ints, without state, so that any thread, device or
// compiler computes the same bits. Philox 2x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1,
// 2, 3", 2011).
#pragma once

#include <cstdint>

namespace lathe {

/// Uniform in [0, 1), a multiple of 2^-24: exact in float. key: Batch::noise; stream: which of the model's random
/// tensors; place: which of its elements.
inline float uniform(int key, int stream, int place) {
  std::uint32_t k = static_cast<std::uint32_t>(key), low = static_cast<std::uint32_t>(place),
                high = static_cast<std::uint32_t>(stream);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product = std::uint64_t{0xd256d193u} * low;
    low = static_cast<std::uint32_t>(product >> 32) ^ k ^ high;
    high = static_cast<std::uint32_t>(product);
    k += 0x9e3779b9u;
  }
  return static_cast<float>(low >> 8) * 0x1p-24f;
}

}  // namespace lathe
