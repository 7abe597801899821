#include "lathe/progress.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

std::string line(int width, const lathe::ProgressNumbers& numbers) {
  char text[256];
  return {text, lathe::progress_line(numbers, width, text)};
}

const lathe::ProgressNumbers kNumbers{3, 17, 0.5, 0.53771, "accuracy", 0.8516, 75124, 12};

TEST_CASE("a wide line has everything, and the bar takes what is left") {
  CHECK(line(200, kNumbers) ==
        "epoch 3/17  [###############...............]  loss 0.5377  accuracy 0.8516  75124 samples/s  12 s left");
  CHECK(line(79, kNumbers) == "epoch 3/17  [####...]  loss 0.5377  accuracy 0.8516  75124 samples/s  12 s left");
}

TEST_CASE("a narrow line leaves parts out whole, metric and time last") {
  CHECK(line(59, kNumbers) == "epoch 3/17  [##..]  loss 0.5377  accuracy 0.8516  12 s left");
  CHECK(line(55, kNumbers) == "epoch 3/17  loss 0.5377  accuracy 0.8516  12 s left");
  CHECK(line(39, kNumbers) == "epoch 3/17  accuracy 0.8516  12 s left");
  CHECK(line(25, kNumbers) == "epoch 3/17  12 s left");
  CHECK(line(12, kNumbers) == "epoch 3/17");
  CHECK(line(5, kNumbers) == "epoch");
  CHECK(line(0, kNumbers) == "");
  CHECK(line(39, {3, 17, 0.5, 0.53771, "", 0, 75124, 200}) == "epoch 3/17  loss 0.5377  3:20 left");
}

TEST_CASE("no line is longer than its width, whatever the numbers are") {
  for (int width = 0; width < 300; ++width) {
    const std::string text =
        line(width, {1000000, 1000000, 1, 1e300, "a_metric_with_a_name_that_is_longer_than_32", -1e300, 1e18, 1e30});
    CHECK(static_cast<int>(text.size()) <= width);
  }
}

}  // namespace
