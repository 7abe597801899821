#include "lathe/random.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lathe/data.hpp"
#include "support.hpp"

using namespace lathe;

namespace {

using Words = std::array<std::uint32_t, 4>;

Initializer normal(double mean, double deviation) { return {Initializer::Kind::normal, mean, deviation, {}}; }
Initializer uniform(double low, double high) { return {Initializer::Kind::uniform, low, high, {}}; }
Initializer constant(double value) { return {Initializer::Kind::constant, value, 0, {}}; }
Initializer identity_matrix() { return {Initializer::Kind::identity, 0, 0, {}}; }
Initializer values(std::vector<double> list) { return {Initializer::Kind::values, 0, 0, std::move(list)}; }

struct Moments {
  double mean = 0, deviation = 0;
};
template <class T>
Moments moments_of(const std::vector<T>& list) {
  double sum = 0, squares = 0;
  for (double x : list) sum += x;
  const double n = static_cast<double>(list.size()), mean = sum / n;
  for (double x : list) squares += (x - mean) * (x - mean);
  return {mean, std::sqrt(squares / n)};
}

}  // namespace

TEST_CASE("words are Philox 4x32-10's known answer") {
  // kat_vectors of Random123, all zero
  CHECK(Random(0, Purpose::parameters, 0).words(0) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
}

TEST_CASE("seed, purpose, stream and index each change the words") {
  const Words base = Random(1, Purpose::order, 2).words(3);
  CHECK(Random(1, Purpose::order, 2).words(3) == base);
  CHECK(Random(1 + (1ull << 32), Purpose::order, 2).words(3) != base);
  CHECK(Random(1, Purpose::split, 2).words(3) != base);
  CHECK(Random(1, Purpose::order, 3).words(3) != base);
  CHECK(Random(1, Purpose::order, 2).words(3 + (1ull << 32)) != base);
}

TEST_CASE("a normal number is Box-Muller's, to the last digits of the C library's log and cos") {
  const Random random(7, Purpose::ops, 0);
  double worst = 0;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const auto w = random.words(i);
    const auto fraction = [](std::uint64_t low, std::uint64_t high) {
      return static_cast<double>((high << 32 | low) >> 11) / 9007199254740992.0;
    };
    const double u = fraction(w[0], w[1]) + 1 / 9007199254740992.0, v = fraction(w[2], w[3]);
    const double expected = std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
    worst = std::max(worst, std::abs(random.normal(i) - expected));
  }
  CHECK(worst < 1e-14);
}

TEST_CASE("normal and uniform numbers are these bits on every machine") {
  const Random random(1, Purpose::parameters, 0);
  CHECK(random.normal(0) == -0x1.d1a253882cf86p-4);
  CHECK(random.uniform(0) == 0x1.ca141d79c7dp-1);
  CHECK(random.normal(1) == -0x1.27859d3b9ebcep-2);
  CHECK(random.uniform(1) == 0x1.bf8b997d58102p-1);
  CHECK(random.normal(2) == 0x1.e866ccaed0526p-1);
  CHECK(random.uniform(2) == 0x1.1ced993a7eab6p-1);
  CHECK(random.normal(1000000) == 0x1.0ae6106b3d6d3p+1);
  CHECK(random.uniform(1000000) == 0x1.6bff3b4b6e3dp-5);
}

TEST_CASE("below(n) reaches every number under n and no other") {
  const Random random(3, Purpose::order, 0);
  std::vector<int> seen(10);
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const std::uint32_t x = random.below(10, i);
    REQUIRE(x < 10);
    ++seen[x];
  }
  for (int count : seen) CHECK(std::abs(count - 1000) < 150);
  CHECK(random.below(1, 0) == 0);
}

TEST_CASE("normal parameters have the mean and deviation asked for") {
  ParametersOnly model("m", {{"w", ElementType::f32, {1000, 100}, normal(0.5, 0.01)}});
  initialize_parameters(model, 1);
  const auto w = model.values<float>(0);
  const Moments m = moments_of(w);
  CHECK(std::abs(m.mean - 0.5) < 4 * 0.01 / std::sqrt(1e5));  // four standard errors
  CHECK(std::abs(m.deviation - 0.01) < 4 * 0.01 / std::sqrt(2e5));
  // 68.27 % lie within one deviation
  const auto near = std::count_if(w.begin(), w.end(), [](float x) { return std::abs(x - 0.5f) < 0.01f; });
  CHECK(std::abs(static_cast<double>(near) / 1e5 - 0.6827) < 0.006);
}

TEST_CASE("uniform parameters fill their interval evenly") {
  ParametersOnly model("m", {{"w", ElementType::f64, {100000}, uniform(-2, 4)}});
  initialize_parameters(model, 1);
  const auto w = model.values<double>(0);
  const auto [low, high] = std::minmax_element(w.begin(), w.end());
  CHECK(*low >= -2);
  CHECK(*low < -1.999);
  CHECK(*high < 4);
  CHECK(*high > 3.999);
  const Moments m = moments_of(w);
  CHECK(std::abs(m.mean - 1) < 4 * std::sqrt(3.0) / std::sqrt(1e5));
  CHECK(std::abs(m.deviation - std::sqrt(3.0)) < 4 * std::sqrt(0.6) / std::sqrt(1e5));
  for (int part = 0; part < 6; ++part) {
    const auto there = std::count_if(w.begin(), w.end(), [&](double x) { return std::floor(x) == part - 2; });
    CHECK(std::abs(static_cast<double>(there) - 1e5 / 6) < 4 * std::sqrt(1e5 * 5 / 36));
  }
}

TEST_CASE("constants and listed values are taken as they are, in every element type") {
  ParametersOnly model("m", {{"f", ElementType::f32, {3}, constant(0.25)},
                             {"d", ElementType::f64, {2, 2}, values({1, -2, 0.1, 4})},
                             {"i", ElementType::i32, {2}, constant(7)},
                             {"e", ElementType::f64, {2}, constant(0.1)}});
  initialize_parameters(model, 1);
  CHECK(model.values<float>(0) == std::vector<float>{0.25f, 0.25f, 0.25f});
  CHECK(model.values<double>(1) == std::vector<double>{1, -2, 0.1, 4});
  CHECK(model.values<std::int32_t>(2) == std::vector<std::int32_t>{7, 7});
  CHECK(model.values<double>(3) == std::vector<double>{0.1, 0.1});
}

TEST_CASE("an identity matrix has ones on its diagonal, also where it is not square") {
  ParametersOnly model("m", {{"wide", ElementType::f32, {2, 3}, identity_matrix()},
                             {"high", ElementType::f64, {3, 2}, identity_matrix()},
                             {"square", ElementType::f32, {2, 2}, identity_matrix()}});
  initialize_parameters(model, 1);
  CHECK(model.values<float>(0) == std::vector<float>{1, 0, 0, 0, 1, 0});
  CHECK(model.values<double>(1) == std::vector<double>{1, 0, 0, 1, 0, 0});
  CHECK(model.values<float>(2) == std::vector<float>{1, 0, 0, 1});
}

TEST_CASE("a list of values of the wrong length is a bug, not a crash") {
  ParametersOnly model("m", {{"w", ElementType::f32, {3}, values({1, 2})}});
  CHECK_THROWS_WITH_AS(initialize_parameters(model, 1), "initial values of w: 2 for 3 elements", std::logic_error);
}

TEST_CASE("the same seed gives the same bits, another seed others") {
  const std::vector<ParameterInfo> parameters{{"w", ElementType::f32, {50}, normal(0, 1)}};
  ParametersOnly a("m", parameters), b("m", parameters), c("m", parameters);
  initialize_parameters(a, 5);
  initialize_parameters(b, 5);
  initialize_parameters(c, 6);
  CHECK(a.values<float>(0) == b.values<float>(0));
  CHECK(a.values<float>(0) != c.values<float>(0));
}

TEST_CASE("a layer added at the end changes no other, and no two parameters share their numbers") {
  const ParameterInfo first{"a", ElementType::f32, {50}, normal(0, 1)},
      second{"b", ElementType::f32, {50}, normal(0, 1)};
  ParametersOnly small("m", {first}), large("m", {first, second});
  initialize_parameters(small, 1);
  initialize_parameters(large, 1);
  CHECK(small.values<float>(0) == large.values<float>(0));
  CHECK(large.values<float>(0) != large.values<float>(1));
}

TEST_CASE("a double model starts from the same numbers as the float model, rounded") {
  ParametersOnly single("m", {{"w", ElementType::f32, {50}, normal(0, 0.1)}});
  ParametersOnly precise("m", {{"w", ElementType::f64, {50}, normal(0, 0.1)}});
  initialize_parameters(single, 1);
  initialize_parameters(precise, 1);
  const auto rounded = precise.values<double>(0);
  CHECK(single.values<float>(0) == std::vector<float>(rounded.begin(), rounded.end()));
}
