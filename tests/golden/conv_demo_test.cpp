// Convolution and pooling of a photograph against PyTorch's. The golden file and how it was made: conv_demo.py.
#include "conv_demo.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "lathe/files.hpp"
#include "lathe/image.hpp"
#include "lathe/predict.hpp"
#include "lathe/thread_pool.hpp"

using nlohmann::json;

TEST_CASE("a photograph becomes what PyTorch makes of it, with every kernel, convolved and pooled") {
  std::ifstream in(GOLDEN "/conv_demo.json");
  REQUIRE(in);
  const json golden = json::parse(in);
  lathe::ThreadPool pool(1);
  const auto model = conv_demo::make_model(pool);
  const auto weight = golden["random"]["values"].get<std::vector<float>>();
  REQUIRE(model->info().parameters[0].elements() == weight.size());
  std::copy(weight.begin(), weight.end(), static_cast<float*>(model->parameter(0)));

  const lathe::Image image = lathe::read_image(PHOTOGRAPH, 3);
  std::vector<float> pixels;
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) pixels.push_back(image.at(y, x, c));
  const lathe::Arrays outputs = lathe::predict(*model, {{"photograph", {{1, 3, 256, 384}, pixels}}});
  CHECK(outputs.size() == 6);

  for (const auto& [name, array] : outputs) {
    CAPTURE(name);
    const auto& values = std::get<std::vector<float>>(array.values);
    const auto shape = golden[name]["shape"].get<std::vector<std::size_t>>();
    const auto wanted = golden[name]["values"].get<std::vector<double>>();
    const std::size_t step = name.ends_with(".convolved") ? 9 : 1;  // every ninth row and column
    REQUIRE((array.shape[2] + step - 1) / step == shape[2]);
    REQUIRE((array.shape[3] + step - 1) / step == shape[3]);
    double largest = 0, distance = 0;
    for (std::size_t c = 0; c < 3; ++c)
      for (std::size_t y = 0; y < shape[2]; ++y)
        for (std::size_t x = 0; x < shape[3]; ++x) {
          const double got = values[(c * array.shape[2] + y * step) * array.shape[3] + x * step];
          const double want = wanted[(c * shape[2] + y) * shape[3] + x];
          largest = std::max(largest, std::abs(want));
          distance = std::max(distance, std::abs(got - want));
        }
    CHECK(largest > 10);
    CHECK(distance <= 1e-4 * largest);
  }
}
