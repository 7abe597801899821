#include "lathe/simd.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "lathe/floating_point.hpp"

namespace {

constexpr int width = lathe::native_width<float>;
using Floats = lathe::Vec<float, width>;
using Ints = lathe::Vec<std::int32_t, width>;
using Doubles = lathe::Vec<double, lathe::native_width<double>>;

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

/// How far `got` is from the exact value, in units of the last place of a float of that size. Where one of the two is
/// beyond the floats, so that no distance is defined, 0 when the other rounds to it as well, else infinity.
double ulps(float got, double exact) {
  if (std::isnan(exact) || std::isnan(got)) return std::isnan(exact) && std::isnan(got) ? 0 : infinity;
  if (std::isinf(got) || std::isinf(static_cast<float>(exact)))
    return got == static_cast<float>(exact) ? 0 : static_cast<double>(infinity);
  int exponent = 0;
  std::frexp(exact, &exponent);
  return std::fabs(got - exact) / std::ldexp(1.0, std::max(exponent - 24, -149));
}

/// The worst error over every 1021st float, NaNs, infinities and subnormals among them, as a scalar and as a lane.
template <class F, class G>
double worst_error(F function, G exact) {
  double worst = 0;
  for (std::uint64_t bits = 0; bits < 1ull << 32; bits += 1021) {
    const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    const double want = exact(static_cast<double>(x));
    worst = std::max({worst, ulps(function(x), want), ulps(function(lathe::broadcast<Floats>(x))[width - 1], want)});
  }
  return worst;
}

TEST_CASE("float exp is within 1 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::exp(x); }, [](double x) { return std::exp(x); }) <= 1.0);
}

TEST_CASE("float log is within 1 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::log(x); }, [](double x) { return std::log(x); }) <= 1.0);
}

TEST_CASE("float exp2 is within 1 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::exp2(x); }, [](double x) { return std::exp2(x); }) <= 1.0);
}

TEST_CASE("float log2 and log10 are within 2 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::log2(x); }, [](double x) { return std::log2(x); }) <= 2.0);
  CHECK(worst_error([](auto x) { return lathe::log10(x); }, [](double x) { return std::log10(x); }) <= 2.0);
}

TEST_CASE("float log2 is exact for powers of 2, log10 for powers of 10") {
  for (int exponent = -149; exponent < 128; ++exponent) CHECK(lathe::log2(std::ldexp(1.0f, exponent)) == exponent);
  for (int exponent = 0; exponent <= 10; ++exponent)  // larger powers of 10 are no floats
    CHECK(lathe::log10(static_cast<float>(std::pow(10.0, exponent))) == exponent);
}

TEST_CASE("float normal_cdf is within 4 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::normal_cdf(x); },
                    [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }) <= 4.0);
}

TEST_CASE("float expm1 is within 2 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::expm1(x); }, [](double x) { return std::expm1(x); }) <= 2.0);
}

TEST_CASE("float log1p is within 2 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::log1p(x); }, [](double x) { return std::log1p(x); }) <= 2.0);
}

TEST_CASE("float erf is within 2 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::erf(x); }, [](double x) { return std::erf(x); }) <= 2.0);
}

TEST_CASE("float tanh is within 2 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::tanh(x); }, [](double x) { return std::tanh(x); }) <= 2.0);
}

TEST_CASE("float sigmoid is within 3 ulp over all floats") {
  CHECK(worst_error([](auto x) { return lathe::sigmoid(x); }, [](double x) { return 1 / (1 + std::exp(-x)); }) <= 3.0);
}

TEST_CASE("functions have their limits and zeros, signs included") {
  CHECK(lathe::exp(0.0f) == 1.0f);
  CHECK(lathe::exp(infinity) == infinity);
  CHECK(lathe::exp(-infinity) == 0.0f);
  CHECK(lathe::exp(88.72283f) < infinity);
  CHECK(lathe::exp(88.72284f) == infinity);
  CHECK(lathe::exp(-103.9f) > 0.0f);
  CHECK(lathe::exp(-104.0f) == 0.0f);
  CHECK(lathe::log(1.0f) == 0.0f);
  CHECK(lathe::log(0.0f) == -infinity);
  CHECK(lathe::log(-0.0f) == -infinity);
  CHECK(lathe::log(infinity) == infinity);
  CHECK(std::isnan(lathe::log(-1.0f)));
  CHECK(lathe::exp2(-infinity) == 0.0f);
  CHECK(lathe::exp2(-149.0f) > 0.0f);
  CHECK(lathe::exp2(128.0f) == infinity);
  CHECK(lathe::log2(0.0f) == -infinity);
  CHECK(lathe::log2(infinity) == infinity);
  CHECK(std::isnan(lathe::log10(-1.0f)));
  CHECK(lathe::normal_cdf(0.0f) == 0.5f);
  CHECK(lathe::normal_cdf(infinity) == 1.0f);
  CHECK(lathe::normal_cdf(-infinity) == 0.0f);
  CHECK(lathe::normal_cdf(-14.0f) > 0.0f);
  CHECK(lathe::expm1(infinity) == infinity);
  CHECK(lathe::expm1(88.72283f) < infinity);
  CHECK(lathe::expm1(88.72284f) == infinity);
  CHECK(lathe::expm1(-infinity) == -1.0f);
  CHECK(std::signbit(lathe::expm1(-0.0f)));
  CHECK(lathe::log1p(-1.0f) == -infinity);
  CHECK(lathe::log1p(infinity) == infinity);
  CHECK(std::isnan(lathe::log1p(-1.5f)));
  CHECK(std::signbit(lathe::log1p(-0.0f)));
  CHECK(lathe::erf(infinity) == 1.0f);
  CHECK(lathe::erf(-infinity) == -1.0f);
  CHECK(std::signbit(lathe::erf(-0.0f)));
  CHECK(lathe::tanh(infinity) == 1.0f);
  CHECK(lathe::tanh(-infinity) == -1.0f);
  CHECK(std::signbit(lathe::tanh(-0.0f)));
  CHECK(lathe::sigmoid(0.0f) == 0.5f);
  CHECK(lathe::sigmoid(-infinity) == 0.0f);
  CHECK(lathe::sigmoid(infinity) == 1.0f);
}

TEST_CASE("float expm1 of a small number is that number where subnormal numbers are zero, too") {
  constexpr float smallest = std::numeric_limits<float>::min();
  const lathe::FlushDenormals guard;
  for (float x : {smallest, 1.5f * smallest, -smallest}) CHECK(lathe::expm1(x) == x);
}

TEST_CASE("double functions are those of the standard library, in every lane") {
  Doubles x{};
  for (int i = 0; i < lathe::lanes<Doubles>; ++i) x[i] = 0.3 + i;
  const Doubles e = lathe::exp(x), l = lathe::log(x), t = lathe::tanh(x), r = lathe::sqrt(x), p = lathe::pow(x, 1.5);
  for (int i = 0; i < lathe::lanes<Doubles>; ++i) {
    CHECK(e[i] == std::exp(x[i]));
    CHECK(l[i] == std::log(x[i]));
    CHECK(lathe::exp2(x)[i] == std::exp2(x[i]));
    CHECK(lathe::log2(x)[i] == std::log2(x[i]));
    CHECK(lathe::log10(x)[i] == doctest::Approx(std::log10(x[i])).epsilon(1e-15));
    CHECK(lathe::normal_cdf(x)[i] == doctest::Approx(std::erfc(-x[i] / std::sqrt(2.0)) / 2).epsilon(1e-15));
    CHECK(t[i] == std::tanh(x[i]));
    CHECK(r[i] == std::sqrt(x[i]));
    CHECK(p[i] == std::pow(x[i], 1.5));
  }
  CHECK(lathe::sigmoid(0.7) == doctest::Approx(1 / (1 + std::exp(-0.7))).epsilon(1e-15));
}

TEST_CASE("round takes halves to the even number") {
  CHECK(lathe::round(0.5f) == 0.0f);
  CHECK(lathe::round(1.5f) == 2.0f);
  CHECK(lathe::round(-2.5) == -2.0);
  CHECK(std::signbit(lathe::ceil(-0.5f)));
  CHECK(lathe::floor(lathe::broadcast<Floats>(-0.5f))[width - 1] == -1.0f);
}

TEST_CASE("min and max are NaN where either argument is") {
  CHECK(lathe::min(2.0f, 3.0f) == 2.0f);
  CHECK(lathe::max(2.0f, 3.0f) == 3.0f);
  CHECK(std::isnan(lathe::max(nan, 0.0f)));
  CHECK(std::isnan(lathe::max(0.0f, nan)));
  CHECK(std::isnan(lathe::min(nan, 0.0f)));
  CHECK(std::isnan(lathe::min(0.0f, nan)));
  CHECK(lathe::max(-7, 4) == 4);

  Floats x = lathe::broadcast<Floats>(-1.0f);
  x[1] = nan;
  x[2] = 5.0f;
  const Floats relu = lathe::max(x, 0.0f);
  CHECK(relu[0] == 0.0f);
  CHECK(std::isnan(relu[1]));
  CHECK(relu[2] == 5.0f);
}

/// A leaky derivative: what an elementwise rule prints, for scalars and vectors alike.
template <class V>
V slope(V x) {
  return lathe::select(x > 0.0f, 1.0f, x * 0.5f);
}

TEST_CASE("one expression gives the same on scalars and on vectors") {
  std::vector<float> x(static_cast<std::size_t>(width) + 1);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 5) - 2.0f;
  const Floats y = slope(lathe::load<Floats>(x.data() + 1));
  for (int i = 0; i < width; ++i) CHECK(y[i] == slope(x[static_cast<std::size_t>(i) + 1]));
}

TEST_CASE("select takes its operands bit by bit") {
  CHECK(std::signbit(lathe::select(true, -0.0f, 1.0f)));
  CHECK(std::signbit(lathe::select(lathe::broadcast<Floats>(1.0f) > 0.0f, -0.0f, 1.0f)[width - 1]));
  CHECK(std::bit_cast<std::uint32_t>(lathe::select(false, 1.0f, nan)) == std::bit_cast<std::uint32_t>(nan));
  CHECK(lathe::select(true, 2, 3) == 2);
}

TEST_CASE("abs clears the sign, of zeros and integers too") {
  CHECK(!std::signbit(lathe::abs(-0.0f)));
  CHECK(lathe::abs(-2.5) == 2.5);
  CHECK(lathe::abs(-infinity) == infinity);
  Ints x = lathe::broadcast<Ints>(-3);
  x[0] = 4;
  CHECK(lathe::abs(x)[0] == 4);
  CHECK(lathe::abs(x)[width - 1] == 3);
}

TEST_CASE("load and store need no more alignment than an element, and touch no other") {
  std::vector<float> x(static_cast<std::size_t>(width) + 2, 9.0f);
  lathe::store(x.data() + 1, lathe::broadcast<Floats>(2.0f));
  CHECK(x.front() == 9.0f);
  CHECK(x.back() == 9.0f);
  CHECK(lathe::load<Floats>(x.data() + 1)[width - 1] == 2.0f);
  lathe::store(x.data(), 7.0f);
  CHECK(lathe::load<float>(x.data()) == 7.0f);
}

TEST_CASE("sum adds every lane once") {
  Ints x{};
  for (int i = 0; i < width; ++i) x[i] = 1 << i;
  CHECK(lathe::sum(x) == (1 << width) - 1);
  CHECK(lathe::sum(3.0) == 3.0);
}

}  // namespace
