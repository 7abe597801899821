// The first 20 training losses of the deep net for digits without dropout, and the loss of a batch in evaluation,
// against PyTorch's, from the same weights and batches. Linked once for each choice of options. The golden files and
// how they were made: digits_deep.py.
#include "digits_deep.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "lathe/data.hpp"
#include "lathe/files.hpp"
#include "lathe/thread_pool.hpp"

namespace {

using nlohmann::json;

/// The largest relative difference over the losses.
template <class T>
double worst_difference(lathe::Model& model, const json& golden, const char* precision) {
  lathe::initialize_parameters(model, 1);
  std::uint32_t state = 1;
  const auto& all = model.info().parameters;
  for (const json& parameter : golden["parameters"]) {
    const auto named = std::find_if(all.begin(), all.end(),
                                    [&](const auto& p) { return p.name == parameter["name"].get<std::string>(); });
    REQUIRE(named != all.end());
    T* to = static_cast<T*>(model.parameter(static_cast<int>(named - all.begin())));
    for (std::size_t i = 0; i < named->elements(); ++i) {
      state = 1664525u * state + 1013904223u;
      to[i] = static_cast<T>((static_cast<double>(state >> 8) - 8388608.0) / 8388608.0 *
                             parameter["half_width"].get<double>());
    }
  }
  const json& expected = golden[precision];
  const lathe::Column images = lathe::read_idx(SHIPPED_DIGITS "/train-images-idx3-ubyte.gz");
  const lathe::Column labels = lathe::read_idx(SHIPPED_DIGITS "/train-labels-idx1-ubyte.gz");
  constexpr int rows = 100;
  std::vector<T> image(rows * 784);
  double worst = 0;
  REQUIRE(expected["losses"].size() == 20);
  for (std::size_t step = 0; step <= 20; ++step) {
    for (std::size_t i = 0; i < image.size(); ++i)
      image[i] =
          static_cast<T>(static_cast<float>(images.bytes[step * image.size() + i]) * static_cast<float>(1.0 / 255));
    const void* inputs[] = {image.data(), &labels.ints[step * rows]};
    const lathe::Batch batch{inputs, rows};
    double values[2];
    if (step < 20)
      model.step(batch, values);
    else
      model.evaluate(batch, values);
    const double want = step < 20 ? expected["losses"][step].get<double>() : expected["evaluated"].get<double>();
    worst = std::max(worst, std::abs(values[0] - want) / want);
  }
  return worst;
}

}  // namespace

TEST_CASE("the first 20 losses, and that of the next batch in evaluation, equal PyTorch's") {
  std::ifstream in(GOLDEN "/" GOLDEN_FILE);
  REQUIRE(in);
  const json golden = json::parse(in);
  const lathe::ModelFamily family = digits_deep::family();
  lathe::ThreadPool one(1), two(2);
  if (golden.contains("float32")) {
    CHECK(worst_difference<float>(*family.fast(one), golden, "float32") < 1e-4);
    CHECK(worst_difference<float>(*family.fast(two), golden, "float32") < 1e-4);
  }
  CHECK(worst_difference<double>(*family.fused_double(), golden, "float64") < 1e-9);
  CHECK(worst_difference<double>(*family.reference(), golden, "float64") < 1e-9);

  // Another learning rate gives other losses: the comparison can fail.
  const auto model = family.fused_double();
  model->set_hyperparameter(0, 1.01 * model->info().hyperparameters[0].value);
  CHECK(worst_difference<double>(*model, golden, "float64") > 1e-5);
}
