// The first 20 losses of models/linear_regression and models/word_embedding against PyTorch's, from the same weights
// and batches. The golden files and how they were made: embedding_and_line.py.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "lathe/data.hpp"
#include "lathe/thread_pool.hpp"
#include "linear_regression.hpp"
#include "word_embedding.hpp"

namespace {

struct Generator {
  std::uint32_t state = 1;
  std::uint32_t next() { return (state = 1664525u * state + 1013904223u) >> 8; }
  double real() { return (static_cast<double>(next()) - 8388608.0) / 8388608.0; }
};

/// The largest relative difference of 20 losses; `draw_batch` fills what the inputs point to.
template <class T, class DrawBatch>
double worst_difference(const char* file, lathe::Model& model, double half_width, int rows,
                        const std::vector<const void*>& inputs, Generator& draw, DrawBatch draw_batch) {
  std::ifstream in(std::string(GOLDEN "/") + file);
  REQUIRE(in);
  const auto losses = nlohmann::json::parse(in)["losses"].get<std::vector<double>>();
  REQUIRE(losses.size() == 20);
  lathe::initialize_parameters(model, 1);
  const auto& parameters = model.info().parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].trained) continue;
    T* weight = static_cast<T*>(model.parameter(static_cast<int>(i)));
    for (std::size_t k = 0; k < parameters[i].elements(); ++k) weight[k] = static_cast<T>(half_width * draw.real());
  }
  double worst = 0;
  for (const double want : losses) {
    draw_batch();
    double loss = 0;
    model.step({inputs.data(), rows}, &loss);
    worst = std::max(worst, std::abs(loss - want) / want);
  }
  return worst;
}

template <class T>
double of_line(lathe::Model& model) {
  Generator draw;
  std::vector<T> x(10), y(10);
  return worst_difference<T>("linear_regression.json", model, 1, 10, {x.data(), y.data()}, draw, [&] {
    std::vector<double> places;
    for (T& v : x) places.push_back(draw.real()), v = static_cast<T>(places.back());
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<T>(2.5 * places[i] + 5.2 + 0.1 * draw.real());
  });
}

template <class T>
double of_embedding(lathe::Model& model) {
  Generator draw;
  REQUIRE(model.info().parameters[0].shape == std::vector<int>{799, 32});
  std::vector<std::int32_t> window(100 * 5);
  return worst_difference<T>("word_embedding.json", model, 0.1, 100, {window.data()}, draw, [&] {
    for (std::int32_t& word : window) word = static_cast<std::int32_t>(draw.next() % 799);
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
