// What is made of the table of models/house_prices, and the model's first 20 losses without dropout, against NumPy's
// and PyTorch's. The golden file and how it was made: course_models.py.
#include "house_prices.hpp"

#include "first_losses.hpp"
#include "lathe/table.hpp"
#include "lathe/thread_pool.hpp"

using namespace lathe;

namespace {

template <class T>
double of_houses(Model& model) {
  test::Generator draw;
  const Split parts = read_table(HOUSES, model.info(), split_seed, Feed::all);
  const Scaler scaler = Scaler::fit_deviation(parts.train.columns[0]);
  Batcher batcher(parts.train, &scaler, model.info());
  std::vector<std::uint32_t> rows(parts.train.rows());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint32_t>(i);
  std::size_t first = 0;
  return test::worst_difference<T>("house_prices.json", model, 2, draw, [&] {
    const Batch batch = batcher.gather(rows, first, 64);
    first += 64;
    return batch;
  });
}

}  // namespace

TEST_CASE("the first 20 losses equal PyTorch's, on the same features of the same houses") {
  const ModelFamily family = house_prices::family();
  ThreadPool pool(1);
  CHECK(of_houses<float>(*family.fast(pool)) < 1e-4);
  const auto model = family.fused_double();
  CHECK(of_houses<double>(*model) < 1e-9);
  model->set_hyperparameter(0, 0.101);  // the comparison can fail
  CHECK(of_houses<double>(*model) > 1e-6);
}
