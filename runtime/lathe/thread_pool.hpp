// A small pool for data-parallel loops whose results do not depend on the number of threads.
#pragma once

#include <memory>

namespace lathe {

/// Runs `task(i)` for i in [0, tasks). Which thread runs which task is unspecified; a task must not depend on
/// another of the same loop. Work is cut into tasks by the caller, from sizes alone and never from the number of
/// threads: so the same seed gives the same bits with one thread and with many.
///
/// Every task runs in the floating-point mode of the thread that called parallel_for (see FlushDenormals). Tasks must
/// not throw and must not start a loop on the same pool. One thread at a time may call parallel_for.
class ThreadPool {
 public:
  /// threads: the caller counts as one, so that 1 starts none; 0 takes the machine's number of processors. More
  /// threads than processors work too. Throws std::system_error when the system refuses a thread.
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
