// The first 20 losses of models/linear_regression and models/word_embedding against PyTorch's, from the same weights
// and batches. The golden files and how they were made: embedding_and_line.py.
#include "first_losses.hpp"
#include "lathe/thread_pool.hpp"
#include "linear_regression.hpp"
#include "word_embedding.hpp"

using lathe::test::Generator;
using lathe::test::worst_difference;

namespace {

template <class T>
double of_line(lathe::Model& model) {
  Generator draw;
  std::vector<T> x(10), y(10);
  const void* const inputs[] = {x.data(), y.data()};
  return worst_difference<T>("linear_regression.json", model, 1, draw, [&] {
    std::vector<double> places;
    for (T& v : x) places.push_back(draw.real()), v = static_cast<T>(places.back());
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<T>(2.5 * places[i] + 5.2 + 0.1 * draw.real());
    return lathe::Batch{inputs, 10};
  });
}

template <class T>
double of_embedding(lathe::Model& model) {
  Generator draw;
  REQUIRE(model.info().parameters[0].shape == std::vector<int>{799, 32});
  std::vector<std::int32_t> window(100 * 5);
  const void* const inputs[] = {window.data()};
  return worst_difference<T>("word_embedding.json", model, 0.1, draw, [&] {
    for (std::int32_t& word : window) word = static_cast<std::int32_t>(draw.next() % 799);
    return lathe::Batch{inputs, 100};
  });
}

}  // namespace

TEST_CASE("the first 20 losses of the line equal PyTorch's") {
  const lathe::ModelFamily family = linear_regression::family();
  lathe::ThreadPool pool(1);
  CHECK(of_line<float>(*family.fast(pool)) < 1e-5);
  const auto model = family.fused_double();
  CHECK(of_line<double>(*model) < 1e-12);
  model->set_hyperparameter(0, 1.01e-3);  // the comparison can fail
  CHECK(of_line<double>(*model) > 1e-5);
}

TEST_CASE("the first 20 losses of skip-gram equal PyTorch's") {
  const lathe::ModelFamily family = word_embedding::family();
  lathe::ThreadPool one(1), two(2);
  CHECK(of_embedding<float>(*family.fast(one)) < 1e-4);
  CHECK(of_embedding<float>(*family.fast(two)) < 1e-4);
  const auto model = family.fused_double();
  CHECK(of_embedding<double>(*model) < 1e-10);
  model->set_hyperparameter(0, 0.0031);
  CHECK(of_embedding<double>(*model) > 1e-7);
}
