// A small pool for data-parallel loops whose results do not depend on the number of threads.
#pragma once

#include <cstddef>
#include <memory>

namespace lathe {

/// Runs `task(i)` for i in [0, tasks). Which thread runs which task is unspecified; a task must not depend on
/// another of the same loop. Work is cut into tasks by the caller, from sizes alone and never from the number of
/// threads: so the same seed gives the same bits with one thread and with many.
class ThreadPool {
 public:
  /// threads: 0 takes the machine's number of processors; 1 runs everything on the caller.
  explicit ThreadPool(int threads = 1);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return threads_; }

  /// Calls task(i) for every i in [0, tasks) and returns when all are done. Allocates nothing.
  template <class Task>
  void parallel_for(int tasks, const Task& task) {
    if (threads_ == 1 || tasks <= 1) {
      for (int i = 0; i < tasks; ++i) task(i);
      return;
    }
    run(tasks, [](const void* t, int i) { (*static_cast<const Task*>(t))(i); }, &task);
  }

 private:
  void run(int tasks, void (*call)(const void*, int), const void* task);
  struct State;
  int threads_;
  std::unique_ptr<State> state_;
};

}  // namespace lathe
