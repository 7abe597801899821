// Prediction with weights that PyTorch trained, and the net of fixed weights, against PyTorch's outputs. The golden
// files and how they were made: digits_inference.py, three_layer.py.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "digits_inference.hpp"
#include "lathe/data.hpp"
#include "lathe/files.hpp"
#include "lathe/thread_pool.hpp"
#include "three_layer.hpp"

using nlohmann::json;

TEST_CASE("saved weights read the digits that PyTorch reads, 100 at a time") {
  std::ifstream in(GOLDEN "/digits_inference.json");
  REQUIRE(in);
  const json golden = json::parse(in);
  lathe::ThreadPool pool(1);
  const auto model = digits_inference::make_model(pool);
  lathe::Scaler scaler;
  REQUIRE(lathe::load_weights(SHIPPED_WEIGHTS, *model, &scaler) == lathe::SavedScaling::fitted);
  lathe::Dataset test;
  test.columns.push_back(lathe::read_idx(SHIPPED_DIGITS "/t10k-images-idx3-ubyte.gz"));
  test.columns.push_back(lathe::read_idx(SHIPPED_DIGITS "/t10k-labels-idx1-ubyte.gz"));
  const auto& labels = test.columns[1].ints;
  lathe::Batcher batcher(test, &scaler, model->info());
  std::vector<std::uint32_t> order(test.rows());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);

  int correct = 0;
  std::vector<float> probability(100 * 10);
  void* output = probability.data();
  for (std::size_t first = 0; first < order.size(); first += 100) {
    model->predict(batcher.gather(order, first, 100), &output);
    for (std::size_t r = 0; r < 100; ++r) {
      const auto* row = &probability[r * 10];
      const auto digit = std::max_element(row, row + 10) - row;
      correct += digit == labels[first + r];
      if (first + r < golden["digit"].size()) CHECK(digit == golden["digit"][first + r].get<int>());
    }
  }
  CHECK(order.size() == golden["rows"].get<std::size_t>());
  CHECK(correct == golden["correct"].get<int>());
}

TEST_CASE("the net with fixed weights gives the course's numbers") {
  lathe::ThreadPool pool(1);
  const auto model = three_layer::make_model(pool);
  lathe::initialize_parameters(*model, 1);
  const float x[] = {1.0f, 0.5f};
  const void* inputs[] = {x};
  float y[2];
  void* output = y;
  model->predict({inputs, 1}, &output);
  CHECK(std::abs(y[0] - 0.31682708) < 1e-7);
  CHECK(std::abs(y[1] - 0.69627909) < 1e-7);
}
