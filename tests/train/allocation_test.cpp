// Nothing is allocated in the training loop of the real trainer: batches, steps, two threads.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "digits.hpp"
#include "lathe/data.hpp"
#include "lathe/thread_pool.hpp"

namespace {
std::atomic<long> allocations{0};
}

// The compiler must not see through these.
[[gnu::noinline]] void* operator new(std::size_t n) {
  ++allocations;
  if (void* p = std::malloc(n)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t n, std::align_val_t a) {
  ++allocations;
  if (void* p = std::aligned_alloc(
          static_cast<std::size_t>(a),
          (n + static_cast<std::size_t>(a) - 1) / static_cast<std::size_t>(a) * static_cast<std::size_t>(a)))
    return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

TEST_CASE("twenty steps on two threads allocate nothing") {
  lathe::ThreadPool pool(2);
  const auto model = digits::make_model(pool);
  lathe::initialize_parameters(*model, 1);
  const lathe::Split split = lathe::read_data_folder(SHIPPED_DIGITS, digits::model_info().inputs, 1);
  const auto scaler = lathe::Scaler::fit(split.train.columns[0]);
  lathe::Batcher batcher(split.train, &scaler, model->info());
  const auto order = lathe::permutation(split.train.rows(), 1, 0);
  double values[2];
  model->step(batcher.gather(order, 0, 100), values);
  const long before = allocations;
  CHECK(before > 0);
  for (std::size_t i = 0; i < 20; ++i) {
    model->step(batcher.gather(order, i * 100, i == 19 ? 7 : 100), values);
    model->evaluate(batcher.gather(order, i * 100, 100), values);
  }
  CHECK(allocations == before);
}
