// The generated digits trainer's step. Prints the microseconds a training step takes, the gathering of its batch from
// bytes included.
//
//   digits_lathe THREADS
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "digits.hpp"
#include "lathe/data.hpp"
#include "lathe/floating_point.hpp"
#include "lathe/model.hpp"
#include "lathe/thread_pool.hpp"
#include "timing.hpp"

namespace {

/// 10000 rows of random pixels and labels.
lathe::Dataset random_digits() {
  constexpr std::size_t rows = 10000, pixels = 784;
  std::minstd_rand random;
  lathe::Column image, label;
  image.name = "image";
  image.rows = rows;
  image.width = pixels;
  image.bytes.resize(rows * pixels);
  label.name = "label";
  label.rows = rows;
  label.width = 1;
  label.ints.resize(rows);
  for (auto& pixel : image.bytes) pixel = static_cast<std::uint8_t>(random());
  for (auto& digit : label.ints) digit = static_cast<std::int32_t>(random() % 10);
  return {{std::move(image), std::move(label)}};
}

}  // namespace

int main(int argc, char** argv) {
  lathe::FlushDenormals flush;
  lathe::ThreadPool pool(argc > 1 ? std::atoi(argv[1]) : 1);
  const lathe::Dataset data = random_digits();
  const auto scaler = lathe::Scaler::fit(data.columns[0]);
  const auto model = digits::family().fast(pool);
  lathe::initialize_parameters(*model, 1);
  lathe::Batcher batcher(data, &scaler, model->info());
  const auto order = lathe::permutation(data.rows(), 1, 0);
  const int batch = model->info().batch;

  std::size_t first = 0;
  std::vector<double> values(1 + model->info().metrics.size());
  const double seconds = bench::best_seconds(100, 20, [&] {
    model->step(batcher.gather(order, first, batch), values.data());
    first = (first + static_cast<std::size_t>(batch)) % order.size();
  });
  if (!(values[0] < 10)) return 1;
  std::printf("%.1f\n", seconds * 1e6);
}
