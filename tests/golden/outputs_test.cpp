// Models without inputs: each of their outputs against the value that PyTorch or NumPy gives under the same name. The
// golden files and how they were made: autograd.py, tensors.py.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "autograd.hpp"
#include "by_value.hpp"
#include "lathe/files.hpp"
#include "lathe/predict.hpp"
#include "lathe/thread_pool.hpp"
#include "tensor_arithmetic.hpp"
#include "tensor_creation.hpp"
#include "tensor_joining.hpp"
#include "tensor_shapes.hpp"

using nlohmann::json;

namespace {

/// Whole numbers must be equal, real ones to the digits of float. `random`: a prefix of names that are not compared.
void check_outputs(const lathe::Arrays& outputs, const std::string& golden_file,
                   const std::string& random = "random.") {
  CAPTURE(golden_file);
  std::ifstream in(GOLDEN "/" + golden_file);
  REQUIRE(in);
  const json golden = json::parse(in);
  for (const auto& [name, array] : outputs) {
    if (name.starts_with(random)) continue;
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

lathe::Arrays outputs_of(const lathe::ModelFamily& family) {
  lathe::ThreadPool pool(1);
  const auto model = family.fast(pool);
  lathe::initialize_parameters(*model, 1);
  return lathe::predict(*model, lathe::Arrays());
}

}  // namespace

TEST_CASE("the course's small gradients, and the net whose update is derived by hand") {
  check_outputs(outputs_of(autograd::family()), "autograd.json");
}

TEST_CASE("the course's listings on tensors") {
  check_outputs(outputs_of(tensor_creation::family()), "tensor_creation.json");
  check_outputs(outputs_of(tensor_types::family()), "tensor_types.json");
  check_outputs(outputs_of(tensor_arithmetic::family()), "tensor_arithmetic.json");
  check_outputs(outputs_of(tensor_functions::family()), "tensor_functions.json");
  check_outputs(outputs_of(tensor_indexing::family()), "tensor_indexing.json");
  check_outputs(outputs_of(tensor_shapes::family()), "tensor_shapes.json");
  check_outputs(outputs_of(tensor_joining::family()), "tensor_joining.json");
}

TEST_CASE("what depends on the values themselves, on the data's side") {
  check_outputs(by_value(), "tensor_by_value.json");
}

TEST_CASE("random tensors are in their ranges, a permutation has every number, and the normal ones spread") {
  const lathe::Arrays outputs = outputs_of(tensor_creation::family());
  for (const char* name : {"random.uniform", "random.uniform_like"})
    for (const float v : std::get<std::vector<float>>(outputs.at(name).values)) CHECK((v >= 0 && v < 1));
  for (const std::int32_t v : std::get<std::vector<std::int32_t>>(outputs.at("random.randint_like").values))
    CHECK((v >= 1 && v < 10));
  auto numbers = std::get<std::vector<std::int32_t>>(outputs.at("random.permutation").values);
  std::sort(numbers.begin(), numbers.end());
  CHECK(numbers == std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  // Eight numbers each: their means are further away than this in one draw of ten thousand.
  const auto mean = [&](const char* name) {
    const auto& values = std::get<std::vector<float>>(outputs.at(name).values);
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  CHECK(std::abs(mean("random.normal")) < 1.4);
  CHECK(std::abs(mean("random.normal_of") - 5) < 1.4);
}
