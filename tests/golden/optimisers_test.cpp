// Where the rules of models/optimisers get to, against PyTorch's optimisers and schedules, in double. The golden file
// and how it was made: optimisers.py.
#include "optimisers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "lathe/data.hpp"
#include "lathe/thread_pool.hpp"

namespace {

using nlohmann::json;

/// The largest difference of a coordinate from PyTorch's, of those that are not too small to count, relative.
double worst_difference(const json& rules, double start) {
  lathe::ThreadPool pool(1);
  const auto model = optimisers::make_model(pool);
  lathe::initialize_parameters(*model, 1);
  const auto& parameters = model->info().parameters;
  std::size_t compared = 0;
  double worst = 0;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].trained) static_cast<double*>(model->parameter(static_cast<int>(i)))[0] = start;
  for (int step = 1; step <= 1000; ++step) {
    double loss = 0;
    model->step({.rows = 1, .epoch = step - 1}, &loss);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (!parameters[i].trained) continue;
      const auto* x = static_cast<const double*>(model->parameter(static_cast<int>(i)));
      for (const json& place : rules.at(parameters[i].name)) {
        if (place[0] != step) continue;
        for (int k : {0, 1}) {
          const double want = place[static_cast<std::size_t>(k + 1)];
          if (std::abs(x[k] - want) > 1e-10) worst = std::max(worst, std::abs(x[k] - want) / std::abs(want));
          ++compared;
        }
      }
    }
  }
  CHECK(compared == 10 * 3 * 2);  // ten rules, after 1, 10 and all of their steps
  return worst;
}

}  // namespace

TEST_CASE("every rule gets to where PyTorch's gets") {
  std::ifstream in(GOLDEN "/optimisers.json");
  REQUIRE(in);
  const json rules = json::parse(in)["rules"];
  REQUIRE(rules.size() == 10);
  CHECK(worst_difference(rules, -7) < 1e-8);
  CHECK(worst_difference(rules, -7.001) > 1e-5);  // the comparison can fail
}
