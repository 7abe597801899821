// What CUDA C++ has built in and C++ has not, so that g++ compiles a kernel's text as it is.
#pragma once

#include <math.h>

#include <bit>
#include <cstring>
#include <source_location>

#include "grid.hpp"

#define __global__
#define __device__
#define __forceinline__ inline
// One block runs at a time, so a variable of the block is a static one; the section lets the emulator find them all.
#define __shared__ static __attribute__((section("emulated_shared")))

inline float __int_as_float(int bits) { return std::bit_cast<float>(bits); }

inline void __syncthreads(std::source_location at = std::source_location::current()) {
  cuda_emulator::wait_for_block(at.line());
}

inline void __syncwarp(unsigned mask = 0xffffffff, std::source_location at = std::source_location::current()) {
  cuda_emulator::exchange_in_warp(mask, 0, 0, at.line());
}

namespace cuda_emulator {

template <class T>
T shuffle(unsigned mask, T value, unsigned source_lane, std::source_location at) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8);
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  bits = exchange_in_warp(mask, bits, source_lane, at.line());
  std::memcpy(&value, &bits, sizeof(T));
  return value;
}

}  // namespace cuda_emulator

// A warp falls into segments of `width` lanes, a power of two. A lane whose source lies outside gets its own value.

template <class T>
T __shfl_sync(unsigned mask, T value, int lane, int width = 32,
              std::source_location at = std::source_location::current()) {
  const unsigned self = cuda_emulator::lane_of_this_thread(), w = static_cast<unsigned>(width);
  return cuda_emulator::shuffle(mask, value, (self & ~(w - 1)) + (static_cast<unsigned>(lane) & (w - 1)), at);
}

template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32,
                 std::source_location at = std::source_location::current()) {
  const unsigned self = cuda_emulator::lane_of_this_thread(), w = static_cast<unsigned>(width);
  return cuda_emulator::shuffle(mask, value, (self & (w - 1)) < delta ? self : self - delta, at);
}

template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32,
                   std::source_location at = std::source_location::current()) {
  const unsigned self = cuda_emulator::lane_of_this_thread(), w = static_cast<unsigned>(width);
  return cuda_emulator::shuffle(mask, value, (self & (w - 1)) + delta < w ? self + delta : self, at);
}

template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lane_mask, int width = 32,
                  std::source_location at = std::source_location::current()) {
  const unsigned self = cuda_emulator::lane_of_this_thread(), w = static_cast<unsigned>(width);
  const unsigned source = self ^ static_cast<unsigned>(lane_mask);
  return cuda_emulator::shuffle(mask, value, source < (self & ~(w - 1)) + w ? source : self, at);
}
