// The first 20 training losses of the digits nets against PyTorch's, from the same weights and batches. The golden
// files and how they were made: digits_losses.py.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "digits.hpp"
#include "digits_sigmoid.hpp"
#include "lathe/data.hpp"
#include "lathe/thread_pool.hpp"

namespace {

using nlohmann::json;

template <class T>
void set_initial_values(lathe::Model& model, const json& golden) {
  std::uint32_t state = 1;
  for (std::size_t p = 0; p < golden["parameters"].size(); ++p) {
    REQUIRE(model.info().parameters[p].name == golden["parameters"][p]["name"].get<std::string>());
    T* to = static_cast<T*>(model.parameter(static_cast<int>(p)));
    const double half_width = golden["parameters"][p]["half_width"];
    for (std::size_t i = 0; i < model.info().parameters[p].elements(); ++i) {
      state = 1664525u * state + 1013904223u;
      to[i] = static_cast<T>((static_cast<double>(state >> 8) - 8388608.0) / 8388608.0 * half_width);
    }
  }
}

template <class T>
double norm(const T* x, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  return std::sqrt(sum);
}

/// The largest relative difference over the 20 losses, the first gradients' norms and the last parameters' norms.
template <class T>
double worst_difference(lathe::Model& model, const json& golden, const char* precision) {
  set_initial_values<T>(model, golden);
  const json& expected = golden[precision];
  const lathe::Column images = lathe::read_idx(SHIPPED_DIGITS "/train-images-idx3-ubyte.gz");
  const lathe::Column labels = lathe::read_idx(SHIPPED_DIGITS "/train-labels-idx1-ubyte.gz");
  constexpr int rows = 100;
  std::vector<T> image(rows * 784);
  double worst = 0;
  const auto compare = [&](double got, const json& want) {
    worst = std::max(worst, std::abs(got - want.get<double>()) / std::abs(want.get<double>()));
  };
  REQUIRE(expected["losses"].size() == 20);
  for (std::size_t step = 0; step < 20; ++step) {
    for (std::size_t i = 0; i < image.size(); ++i)
      image[i] =
          static_cast<T>(static_cast<float>(images.bytes[step * image.size() + i]) * static_cast<float>(1.0 / 255));
    const void* inputs[] = {image.data(), &labels.ints[step * rows]};
    const lathe::Batch batch{inputs, rows};
    double values[2];
    if (step == 0) {
      std::vector<std::vector<T>> gradients;
      std::vector<void*> pointers;
      for (const auto& p : model.info().parameters) gradients.emplace_back(p.elements());
      for (auto& g : gradients) pointers.push_back(g.data());
      model.gradients(batch, values, pointers.data());
      for (std::size_t p = 0; p < gradients.size(); ++p)
        compare(norm(gradients[p].data(), gradients[p].size()),
                expected["first_gradient_norms"][model.info().parameters[p].name]);
    }
    model.step(batch, values);
    compare(values[0], expected["losses"][step]);
  }
  for (std::size_t p = 0; p < model.info().parameters.size(); ++p)
    compare(norm(static_cast<const T*>(model.parameter(static_cast<int>(p))), model.info().parameters[p].elements()),
            expected["last_parameter_norms"][model.info().parameters[p].name]);
  return worst;
}

void check_net(const lathe::ModelFamily& family, const char* file) {
  std::ifstream in(std::string(GOLDEN) + "/" + file);
  REQUIRE(in);
  const json golden = json::parse(in);
  lathe::ThreadPool one(1), two(2);
  CHECK(worst_difference<float>(*family.fast(one), golden, "float32") < 1e-5);
  CHECK(worst_difference<float>(*family.fast(two), golden, "float32") < 1e-5);
  CHECK(worst_difference<double>(*family.fused_double(), golden, "float64") < 1e-12);
  CHECK(worst_difference<double>(*family.reference(), golden, "float64") < 1e-12);
}

}  // namespace

TEST_CASE("the ReLU net's first 20 losses equal PyTorch's") { check_net(digits::family(), "digits_relu.json"); }
TEST_CASE("the sigmoid net's first 20 losses equal PyTorch's") {
  check_net(digits_sigmoid::family(), "digits_sigmoid.json");
}
TEST_CASE("another learning rate gives other losses, so that the comparison can fail") {
  std::ifstream in(GOLDEN "/digits_relu.json");
  const json golden = json::parse(in);
  const auto model = digits::family().fused_double();
  model->set_hyperparameter(0, 0.1001);
  CHECK(worst_difference<double>(*model, golden, "float64") > 1e-5);
}
