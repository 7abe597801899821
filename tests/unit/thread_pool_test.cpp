#include "lathe/thread_pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <set>
#include <thread>
#include <vector>

#include "lathe/floating_point.hpp"

namespace {

TEST_CASE("every task runs exactly once, for any number of threads and tasks") {
  for (int threads : {1, 2, 3, 8}) {
    lathe::ThreadPool pool(threads);
    CHECK(pool.threads() == threads);
    for (int tasks : {0, 1, 2, 3, 7, 100}) {
      for (int repeat = 0; repeat < 50; ++repeat) {
        std::vector<int> runs(tasks, 0);
        pool.parallel_for(tasks, [&](int i) { ++runs[i]; });
        CHECK(runs == std::vector<int>(tasks, 1));
      }
    }
  }
}

TEST_CASE("writes of the tasks are visible to the caller, and the caller's to the next loop") {
  lathe::ThreadPool pool(4);
  std::vector<double> a(64, 1.0), b(64);
  for (int repeat = 0; repeat < 200; ++repeat) {
    pool.parallel_for(64, [&](int i) { b[i] = a[i] + 1; });
    pool.parallel_for(64, [&](int i) { a[i] = b[63 - i]; });
  }
  CHECK(a == std::vector<double>(64, 201.0));
}

TEST_CASE("workers that went to sleep are woken: two tasks that wait for each other both run") {
  lathe::ThreadPool pool(2);
  for (int repeat = 0; repeat < 5; ++repeat) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::atomic<int> arrived{0};
    pool.parallel_for(2, [&](int) {
      ++arrived;
      while (arrived.load() < 2) std::this_thread::yield();
    });
    CHECK(arrived.load() == 2);
  }
}

TEST_CASE("zero threads means the number of processors") {
  lathe::ThreadPool pool(0);
  CHECK(pool.threads() == std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

TEST_CASE("every thread computes in the caller's floating-point mode: denormals are zero under the guard only") {
  lathe::ThreadPool pool(3);
  const volatile float smallest_normal = std::numeric_limits<float>::min();
  const auto halves = [&] {
    std::vector<float> half(64);
    pool.parallel_for(64, [&](int i) {
      half[i] = smallest_normal * 0.5f;
      std::this_thread::yield();
    });
    return std::set<float>(half.begin(), half.end());
  };
  CHECK(halves() == std::set<float>{std::numeric_limits<float>::min() / 2});
  {
    lathe::FlushDenormals guard;
    CHECK(halves() == std::set<float>{0.0f});
  }
  CHECK(halves() == std::set<float>{std::numeric_limits<float>::min() / 2});
}

}  // namespace
