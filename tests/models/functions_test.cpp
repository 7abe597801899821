// Functions of one tensor where it is easy to lose digits: in generated code, in float, against the exact values in
// double.
#include "functions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "lathe/thread_pool.hpp"

namespace {

/// The function's output at x.
float compute(std::string_view function, float x) {
  lathe::ThreadPool pool(1);
  const auto model = functions::make_model(pool);
  const auto& outputs = model->info().outputs;
  std::vector<float> results(outputs.size());
  std::vector<void*> pointers;
  for (float& r : results) pointers.push_back(&r);
  const void* inputs[] = {&x};
  model->predict({inputs, 1}, pointers.data());
  const auto named = std::find_if(outputs.begin(), outputs.end(), [&](const auto& o) { return o.name == function; });
  REQUIRE(named != outputs.end());
  return results[static_cast<std::size_t>(named - outputs.begin())];
}

/// Digits that a float does not have are not asked for: 1 is a unit in the last place of the exact value.
double ulps(float got, double exact) { return std::abs(got - exact) / std::ldexp(1.0, std::ilogb(exact) - 23); }

double normal_cdf(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

double gelu_tanh(double x) { return x / (1 + std::exp(-2 * std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x))); }

}  // namespace

TEST_CASE("gelu keeps its digits where the normal distribution ends") {
  for (double x : {-0.25, -3.0, -7.5, -12.5}) {
    CAPTURE(x);
    const auto at = static_cast<float>(x);
    CHECK(ulps(compute("normal_cdf", at), normal_cdf(x)) <= 4);
    CHECK(ulps(compute("gelu", at), x * normal_cdf(x)) <= 5);
  }
}

TEST_CASE("gelu_tanh loses there no more digits than its exponent does") {
  for (double x : {-1.0, -3.0, -7.5}) {
    CAPTURE(x);
    CHECK(ulps(compute("gelu_tanh", static_cast<float>(x)), gelu_tanh(x)) <= 100);
  }
}

TEST_CASE("exp2, log2 and log10 are not exp and log times a number") {
  for (float x : {-100.25f, -20.5f, 60.75f, 127.5f}) {
    CAPTURE(x);
    CHECK(ulps(compute("exp2", x), std::exp2(static_cast<double>(x))) <= 1.1);
  }
  for (int exponent = -126; exponent < 128; ++exponent) CHECK(compute("log2", std::ldexp(1.0f, exponent)) == exponent);
  for (int exponent = 0; exponent <= 10; ++exponent)
    CHECK(compute("log10", static_cast<float>(std::pow(10.0, exponent))) == exponent);
}
