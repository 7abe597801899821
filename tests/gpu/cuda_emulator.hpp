// CUDA kernels on the CPU: the same text, a fiber for each thread of a block. For tests only.
//
// Include this, then the .cu file inside a namespace of its own. Blocks run one after the other; within a block the
// fibers run in an order that a seed can shuffle, switch at __syncthreads(), and a block whose threads disagree about a
// barrier is an error. There is no timing and no weak memory.
#pragma once

#include <algorithm>
#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

#define __global__
#define __device__
#define __forceinline__ inline
#define __restrict __restrict__
#define __shared__ static  // blocks run one at a time

namespace emulator {

struct Index {
  int x = 0, y = 0, z = 0;
};

struct Thread {
  boost::context::fiber fiber, scheduler;
  Index index;
  bool waiting = false, done = false;
};

inline Thread* current = nullptr;
inline Index block, block_size, grid_size;

inline void barrier() {
  current->waiting = true;
  Thread* me = current;
  me->scheduler = std::move(me->scheduler).resume();
}

/// Runs kernel() for every thread of `blocks` blocks of `threads` threads. seed 0: in order.
inline void launch(int blocks, int threads, unsigned seed, const std::function<void()>& kernel) {
  block_size = {threads, 1, 1};
  grid_size = {blocks, 1, 1};
  std::mt19937 random(seed);
  std::vector<int> order(static_cast<std::size_t>(threads));
  std::iota(order.begin(), order.end(), 0);
  for (int b = 0; b < blocks; ++b) {
    block = {b, 0, 0};
    std::vector<Thread> team(static_cast<std::size_t>(threads));
    for (int t = 0; t < threads; ++t) {
      Thread& thread = team[static_cast<std::size_t>(t)];
      thread.index = {t, 0, 0};
      thread.fiber = boost::context::fiber(std::allocator_arg, boost::context::fixedsize_stack(16 << 10),
                                           [&thread, &kernel](boost::context::fiber&& back) {
                                             thread.scheduler = std::move(back);
                                             kernel();
                                             thread.done = true;
                                             return std::move(thread.scheduler);
                                           });
    }
    for (std::size_t finished = 0; finished < team.size();) {
      if (seed) std::shuffle(order.begin(), order.end(), random);
      for (int t : order) {
        Thread& thread = team[static_cast<std::size_t>(t)];
        if (thread.done) continue;
        current = &thread;
        thread.fiber = std::move(thread.fiber).resume();
      }
      const auto done =
          static_cast<std::size_t>(std::count_if(team.begin(), team.end(), [](const Thread& t) { return t.done; }));
      if (done != team.size() && done != finished)
        throw std::runtime_error("some threads of a block ended while others wait at __syncthreads()");
      finished = done;
    }
  }
}

}  // namespace emulator

#define threadIdx (emulator::current->index)
#define blockIdx (emulator::block)
#define blockDim (emulator::block_size)
#define gridDim (emulator::grid_size)
#define __syncthreads() emulator::barrier()

inline float __int_as_float(int bits) {
  float f;
  std::memcpy(&f, &bits, sizeof f);
  return f;
}

// Of CUDA's mathematical functions, what C++ does not have.
inline double normcdf(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }
inline float normcdff(float x) { return static_cast<float>(normcdf(x)); }
