// CUDA's execution model on one CPU thread: a fiber for each CUDA thread, the blocks of a grid one after the other.
// Deterministic: a thread runs until it waits at a barrier or a warp operation, or ends. Not here: weak memory, time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

struct uint3 {
  unsigned x, y, z;
};

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
};

// CUDA's built-in variables, those of the thread that runs.
extern uint3 threadIdx, blockIdx;
extern dim3 blockDim, gridDim;

namespace cuda_emulator {

inline constexpr unsigned warp_size = 32;

struct LaunchConfiguration {
  dim3 grid, block;
  std::optional<unsigned> shuffle_seed;  // blocks, and threads between two barriers, run in a seeded random order
  std::span<std::byte> shared_memory;    // filled with the bytes 0xff (NaN, -1) before each block
};

/// Runs `kernel` once for each thread of the grid. Throws std::runtime_error when a block cannot go on: its threads wait
/// at different lines, or some have ended while others wait for them.
void run_grid(const LaunchConfiguration& configuration, const std::function<void()>& kernel);

/// What the built-in functions are made of. `line` is the place of the call: threads meet only at the same one.
void wait_for_block(unsigned line);
/// The lanes in `mask` meet; each gives `bits` and gets those of `source_lane`, all ones if that lane is not there.
std::uint64_t exchange_in_warp(unsigned mask, std::uint64_t bits, unsigned source_lane, unsigned line);
unsigned lane_of_this_thread();

}  // namespace cuda_emulator
