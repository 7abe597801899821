// The first 20 losses of a model, from weights and batches that the golden files' scripts draw, too.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lathe/data.hpp"
#include "lathe/model.hpp"

namespace lathe::test {

/// Knuth's linear congruential generator.
struct Generator {
  std::uint32_t state = 1;
  std::uint32_t next() { return (state = 1664525u * state + 1013904223u) >> 8; }
  /// In [-1, 1).
  double real() { return (static_cast<double>(next()) - 8388608.0) / 8388608.0; }
};

/// The largest relative difference of 20 losses from those of a golden file. Weights are half_width times numbers of
/// the generator; next_batch() gives the batch of each step.
template <class T, class NextBatch>
double worst_difference(const std::string& file, Model& model, double half_width, Generator& draw,
                        NextBatch next_batch) {
  std::ifstream in(GOLDEN "/" + file);
  REQUIRE(in);
  const auto losses = nlohmann::json::parse(in)["losses"].get<std::vector<double>>();
  REQUIRE(losses.size() == 20);
  initialize_parameters(model, 1);
  const auto& parameters = model.info().parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].trained) continue;
    T* weight = static_cast<T*>(model.parameter(static_cast<int>(i)));
    for (std::size_t k = 0; k < parameters[i].elements(); ++k) weight[k] = static_cast<T>(half_width * draw.real());
  }
  double worst = 0;
  std::vector<double> values(1 + model.info().metrics.size());
  for (const double want : losses) {
    model.step(next_batch(), values.data());
    worst = std::max(worst, std::abs(values[0] - want) / want);
  }
  return worst;
}

}  // namespace lathe::test
