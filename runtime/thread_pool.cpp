#include "lathe/thread_pool.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "lathe/floating_point.hpp"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace lathe {
namespace {

void relax() {
#if defined(__x86_64__) || defined(__i386__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// Spins until ready() or for some 20 to 50 µs: longer than the gap between two kernels of a step, far shorter than a
/// scheduler's time slice.
template <class Ready>
bool spin_until(int spins, const Ready& ready) {
  for (int i = 0; i < spins; ++i) {
    if (ready()) return true;
    relax();
  }
  return ready();
}

}  // namespace

// A loop is published by storing its number of tasks in `unclaimed`. A thread claims a task by taking one off; having
// claimed, it may read the loop's fields, because the loop cannot end before that task is done. Threads that find
// nothing to do spin for a while and then sleep on a condition variable. Publisher and sleeper meet without a lost
// wake-up since each writes its own flag and then reads the other's, all sequentially consistent.
struct ThreadPool::State {
  alignas(64) std::atomic<int> unclaimed{0};
  alignas(64) std::atomic<int> unfinished{0};
  alignas(64) std::atomic<int> sleepers{0};
  std::atomic<bool> caller_sleeps{false}, stop{false};

  // The current loop.
  int tasks = 0;
  void (*call)(const void*, int) = nullptr;
  const void* task = nullptr;
  std::uint64_t mode = 0;

  int spins = 0;
  std::mutex mutex;
  std::condition_variable wake_workers, wake_caller;
  std::vector<std::thread> workers;

  /// Takes one task off; false when none is left.
  bool claim(int& index) {
    int left = unclaimed.load();
    while (left > 0) {
      if (unclaimed.compare_exchange_weak(left, left - 1)) {
        index = tasks - left;
        return true;
      }
    }
    return false;
  }

  /// Runs tasks until none is left unclaimed.
  void help(bool is_worker) {
    int index;
    while (claim(index)) {
      if (is_worker) set_floating_point_mode(mode);
      call(task, index);
      if (unfinished.fetch_sub(1) == 1 && is_worker && caller_sleeps.load()) {
        std::lock_guard lock(mutex);
        wake_caller.notify_one();
      }
    }
  }

  void work() {
    const auto called = [this] { return unclaimed.load() > 0 || stop.load(); };
    for (;;) {
      if (!spin_until(spins, called)) {
        std::unique_lock lock(mutex);
        sleepers.fetch_add(1);
        wake_workers.wait(lock, called);
        sleepers.fetch_sub(1);
      }
      if (stop.load()) return;
      help(true);
    }
  }

  void stop_workers() {
    stop.store(true);
    {
      std::lock_guard lock(mutex);
      wake_workers.notify_all();
    }
    for (std::thread& worker : workers) worker.join();
  }
};

ThreadPool::ThreadPool(int threads) : threads_(threads), state_(std::make_unique<State>()) {
  const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  if (threads_ <= 0) threads_ = processors;
  // A thread that spins where threads outnumber processors keeps the one it waits for from running.
  state_->spins = threads_ <= processors ? 1000 : 0;
  try {
    for (int i = 1; i < threads_; ++i) state_->workers.emplace_back([state = state_.get()] { state->work(); });
  } catch (...) {
    state_->stop_workers();
    throw;
  }
}

ThreadPool::~ThreadPool() { state_->stop_workers(); }

void ThreadPool::run(int tasks, void (*call)(const void*, int), const void* task) {
  State& s = *state_;
  s.tasks = tasks;
  s.call = call;
  s.task = task;
  s.mode = floating_point_mode();
  s.unfinished.store(tasks);
  s.unclaimed.store(tasks);
  if (const int sleepers = s.sleepers.load(); sleepers > 0) {
    std::lock_guard lock(s.mutex);
    for (int i = std::min(sleepers, tasks - 1); i > 0; --i) s.wake_workers.notify_one();
  }
  s.help(false);

  const auto done = [&s] { return s.unfinished.load() == 0; };
  if (spin_until(s.spins, done)) return;
  std::unique_lock lock(s.mutex);
  s.caller_sleeps.store(true);
  s.wake_caller.wait(lock, done);
  s.caller_sleeps.store(false);
}

}  // namespace lathe
