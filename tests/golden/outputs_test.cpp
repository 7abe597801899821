// Models without inputs: each of their outputs against the value that PyTorch or NumPy gives under the same name. The
// golden files and how they were made: autograd.py.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "autograd.hpp"
#include "lathe/files.hpp"
#include "lathe/predict.hpp"
#include "lathe/thread_pool.hpp"

using nlohmann::json;

namespace {

void check_outputs(const lathe::ModelFamily& family, const std::string& golden_file,
                   const std::set<std::string>& random = {}) {
  CAPTURE(golden_file);
  std::ifstream in(GOLDEN "/" + golden_file);
  REQUIRE(in);
  const json golden = json::parse(in);
  lathe::ThreadPool pool(1);
  const auto model = family.fast(pool);
  lathe::initialize_parameters(*model, 1);
  const lathe::Arrays outputs = lathe::predict(*model, lathe::Arrays());
  for (const auto& [name, array] : outputs) {
    if (random.contains(name)) continue;
    CAPTURE(name);
    REQUIRE(golden.contains(name));
    CHECK(golden[name]["shape"].get<std::vector<std::size_t>>() == array.shape);
    const auto wanted = golden[name]["values"].get<std::vector<double>>();
    double largest = 0;
    for (const double w : wanted) largest = std::max(largest, std::abs(w));
    std::visit(
        [&](const auto& values) {
          REQUIRE(values.size() == wanted.size());
          const bool real = !std::is_integral_v<typename std::decay_t<decltype(values)>::value_type>;
          for (std::size_t i = 0; i < wanted.size(); ++i)
            CHECK(std::abs(static_cast<double>(values[i]) - wanted[i]) <= (real ? 1e-6 * largest : 0));
        },
        array.values);
  }
  for (const auto& [name, value] : golden.items())
    if (value.is_object()) CHECK_MESSAGE(outputs.contains(name), "no output is named ", name);
}

}  // namespace

TEST_CASE("the course's small gradients, and the net whose update is derived by hand") {
  check_outputs(autograd::family(), "autograd.json");
}
