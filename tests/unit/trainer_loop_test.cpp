#include "lathe/trainer_loop.hpp"

#include <cstdlib>
#include <new>

#include "trainer_support.hpp"

namespace {
bool counting = false;
int allocations = 0;
}  // namespace

// Not inlined: the compiler would see free() meet operator new.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  if (counting) ++allocations;
  if (void* memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

struct Fixture {
  TemporaryFolder folder;
  lathe::Split data;
  lathe::ThreadPool pool{2};
  Net<float> net{&pool, Fault::none};
  Fixture() {
    write_tiny_data(folder);
    data = lathe::read_data_folder(folder.path(), net.info().inputs, 1);
    lathe::initialize_parameters(net, 1);
  }
};

TEST_CASE_FIXTURE(Fixture, "an epoch allocates nothing, and the counter would have seen it") {
  const lathe::Scaler scaler = lathe::Scaler::fit(data.train.columns[0]);
  lathe::Batcher batcher(data.train, &scaler, net.info());
  lathe::RunningMeans means(net.info());
  lathe::Progress progress(true, 1, data.train.rows(), "accuracy");
  const auto order = lathe::permutation(data.train.rows(), 1, 1);
  std::vector<int> rows_seen;
  rows_seen.reserve(100);
  const lathe::Step step = [&](const lathe::Batch& batch, double* values) {
    rows_seen.push_back(batch.rows);
    net.step(batch, values);
    return true;
  };
  counting = true;
  const lathe::EpochEnd end = lathe::train_epoch(step, batcher, order, net.info().batch, means, progress);
  counting = false;
  CHECK(allocations == 0);
  CHECK(end == lathe::EpochEnd::complete);
  CHECK(rows_seen == std::vector<int>{8, 8, 8, 8, 8, 8, 8, 5});

  counting = true;
  std::vector<int>{1};
  counting = false;
  CHECK(allocations == 1);
}

TEST_CASE_FIXTURE(Fixture, "means weigh every row the same, whatever batch it came in") {
  const lathe::Scaler scaler = lathe::Scaler::fit(data.train.columns[0]);
  lathe::Batcher batcher(data.test, &scaler, net.info());
  lathe::RunningMeans means(net.info());
  const auto rows = lathe::all_rows(data.test.rows());
  lathe::evaluate_rows(net, batcher, rows, means);
  CHECK(means.rows() == 30);

  double loss = 0, right = 0, values[2];
  for (std::size_t r = 0; r < rows.size(); ++r) {
    net.evaluate(batcher.gather(rows, r, 1), values);
    loss += values[0];
    right += values[1];
  }
  CHECK(means.mean(0) == doctest::Approx(loss / 30).epsilon(1e-6));
  CHECK(means.mean(1) == doctest::Approx(right / 30));
}

}  // namespace
