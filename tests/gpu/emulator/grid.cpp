#include "grid.hpp"

#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <array>
#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

uint3 threadIdx, blockIdx;
dim3 blockDim, gridDim;

namespace cuda_emulator {
namespace {

namespace context = boost::context;

unsigned count(dim3 d) { return d.x * d.y * d.z; }

uint3 position(unsigned i, dim3 extent) { return {i % extent.x, i / extent.x % extent.y, i / extent.x / extent.y}; }

/// A fiber's stack with a guard page, kept for the next fiber: mapping one costs more than running a short thread.
class Stack {
 public:
  Stack() : mapping_(context::protected_fixedsize_stack(64 << 10).allocate()) {}
  ~Stack() { context::protected_fixedsize_stack().deallocate(mapping_); }
  Stack(const Stack&) = delete;
  Stack& operator=(const Stack&) = delete;

  /// The allocator that a fiber takes.
  struct Lend {
    Stack* stack;
    context::stack_context allocate() const { return stack->mapping_; }
    void deallocate(context::stack_context& c) const {
      ASAN_UNPOISON_MEMORY_REGION(static_cast<char*>(c.sp) - c.size, c.size);
    }
  };

 private:
  context::stack_context mapping_;
};

enum class State : unsigned char { ready, at_barrier, in_warp, ended };

struct Thread {
  std::unique_ptr<Stack> stack = std::make_unique<Stack>();
  context::fiber fiber;      // the thread, while it does not run
  context::fiber scheduler;  // where to go back to, while it runs
  uint3 index{};
  State state = State::ready;
  unsigned line = 0;         // where it waits
  unsigned mask = 0;         // in_warp: the lanes it waits for,
  std::uint64_t bits = 0;    //   what it gives them, afterwards what it got,
  unsigned source_lane = 0;  //   and from whom
};

std::vector<Thread> threads;  // at least a block of them, kept for their stacks
Thread* running = nullptr;

void wait(State state, unsigned line) {
  Thread& self = *running;
  self.state = state;
  self.line = line;
  self.scheduler = std::move(self.scheduler).resume();
}

/// The threads of one block after another.
class Block {
 public:
  Block(unsigned size, const std::function<void()>& kernel, std::mt19937* shuffle)
      : size_(size), kernel_(kernel), shuffle_(shuffle), order_(size) {
    if (threads.size() < size) threads.resize(size);
    std::iota(order_.begin(), order_.end(), 0u);
  }
  ~Block() {
    for (unsigned i = 0; i < size_; ++i) threads[i].fiber = {};  // unwinds those that still wait after an error
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  void run() {
    for (unsigned i = 0; i < size_; ++i) start(threads[i], i);
    for (;;) {
      if (shuffle_) std::shuffle(order_.begin(), order_.end(), *shuffle_);
      for (unsigned i : order_)
        if (threads[i].state == State::ready) resume(threads[i]);
      if (all([](const Thread& t) { return t.state == State::ended; })) return;
      if (!release_warps() && !release_barrier()) throw std::runtime_error(why_stuck());
    }
  }

 private:
  void start(Thread& t, unsigned i) {
    t.index = position(i, blockDim);
    t.state = State::ready;
    t.fiber = context::fiber(std::allocator_arg, Stack::Lend{t.stack.get()}, [this, &t](context::fiber&& scheduler) {
      t.scheduler = std::move(scheduler);
      kernel_();
      t.state = State::ended;
      return std::move(t.scheduler);
    });
  }

  void resume(Thread& t) {
    running = &t;
    threadIdx = t.index;
    t.fiber = std::move(t.fiber).resume();
  }

  template <class Predicate>
  bool all(Predicate predicate) const {
    return std::all_of(threads.begin(), threads.begin() + size_, predicate);
  }

  bool release_barrier() {
    const unsigned line = threads[0].line;
    if (!all([&](const Thread& t) { return t.state == State::at_barrier && t.line == line; })) return false;
    for (unsigned i = 0; i < size_; ++i) threads[i].state = State::ready;
    return true;
  }

  bool release_warps() {
    bool released = false;
    for (unsigned first = 0; first < size_; first += warp_size) {
      const std::span<Thread> warp(&threads[first], std::min(warp_size, size_ - first));
      for (Thread& t : warp) released = (t.state == State::in_warp && release_lanes(warp, t.mask, t.line)) || released;
    }
    return released;
  }

  /// Lanes of the mask that a last, shorter warp lacks are not waited for.
  static bool release_lanes(std::span<Thread> warp, unsigned mask, unsigned line) {
    const auto takes_part = [&](std::size_t lane) { return (mask >> lane & 1) != 0; };
    std::array<std::uint64_t, warp_size> given;
    given.fill(~std::uint64_t{0});
    for (std::size_t lane = 0; lane < warp.size(); ++lane) {
      const Thread& t = warp[lane];
      const bool same_operation = t.state == State::in_warp && t.mask == mask && t.line == line;
      if (same_operation != takes_part(lane)) {
        if (takes_part(lane)) return false;
        throw std::runtime_error("line " + std::to_string(line) + ": lane " + std::to_string(lane) +
                                 " is not in the mask that it names");
      }
      if (takes_part(lane)) given[lane] = t.bits;
    }
    for (std::size_t lane = 0; lane < warp.size(); ++lane) {
      if (!takes_part(lane)) continue;
      Thread& t = warp[lane];
      t.bits = t.source_lane < warp_size ? given[t.source_lane] : ~std::uint64_t{0};
      t.state = State::ready;
    }
    return true;
  }

  std::string why_stuck() const {
    const auto describe = [](unsigned i) {
      const Thread& t = threads[i];
      const std::string what = t.state == State::ended ? " has ended" : " waits at line " + std::to_string(t.line);
      return "thread " + std::to_string(i) + what;
    };
    unsigned waiting = 0;
    while (threads[waiting].state == State::ended) ++waiting;
    unsigned other = 0;
    while (other + 1 < size_ && (threads[other].state == threads[waiting].state && threads[other].line == threads[waiting].line))
      ++other;
    return "block " + std::to_string(blockIdx.x) + " cannot go on: " + describe(waiting) + ", " + describe(other);
  }

  unsigned size_;
  const std::function<void()>& kernel_;
  std::mt19937* shuffle_;
  std::vector<unsigned> order_;
};

}  // namespace

void run_grid(const LaunchConfiguration& configuration, const std::function<void()>& kernel) {
  gridDim = configuration.grid;
  blockDim = configuration.block;
  std::mt19937 random(configuration.shuffle_seed.value_or(0));
  std::mt19937* shuffle = configuration.shuffle_seed ? &random : nullptr;
  std::vector<unsigned> order(count(gridDim));
  std::iota(order.begin(), order.end(), 0u);
  if (shuffle) std::shuffle(order.begin(), order.end(), *shuffle);
  Block block(count(blockDim), kernel, shuffle);
  for (unsigned b : order) {
    blockIdx = position(b, gridDim);
    std::fill(configuration.shared_memory.begin(), configuration.shared_memory.end(), std::byte{0xff});
    block.run();
  }
}

void wait_for_block(unsigned line) { wait(State::at_barrier, line); }

std::uint64_t exchange_in_warp(unsigned mask, std::uint64_t bits, unsigned source_lane, unsigned line) {
  Thread& self = *running;
  self.mask = mask;
  self.bits = bits;
  self.source_lane = source_lane;
  wait(State::in_warp, line);
  return self.bits;
}

unsigned lane_of_this_thread() {
  return (threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) % warp_size;
}

}  // namespace cuda_emulator
