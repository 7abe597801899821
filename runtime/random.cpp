// Compiled without fused multiply-add (see CMakeLists.txt), so that every machine rounds alike.
#include "lathe/random.hpp"

#include <cmath>
#include <numbers>

namespace lathe {
namespace {

using Series = std::array<double, 12>;

// 1, 1/3, 1/5, ...: artanh(s) / s as a power series in s^2.
constexpr Series artanh_series = [] {
  Series c{};
  for (int k = 0; k < 12; ++k) c[k] = 1.0 / (2 * k + 1);
  return c;
}();

// 1, -1/((first+1)(first+2)), ...: cos(a) for first = 0, sin(a) / a for first = 1, as power series in a^2.
constexpr Series taylor_series(int first) {
  Series c{1};
  for (int k = 1; k < 12; ++k) c[k] = -c[k - 1] / ((first + 2 * k - 1) * (first + 2 * k));
  return c;
}
constexpr Series cosine_series = taylor_series(0), sine_series = taylor_series(1);

double sum(const Series& c, double x) {
  double value = c[11];
  for (int k = 10; k >= 0; --k) value = value * x + c[k];
  return value;
}

// log(x) for x > 0, to about the last bit: x = m * 2^e, log(m) = 2 artanh((m - 1) / (m + 1)).
double logarithm(double x) {
  int e;
  double m = std::frexp(x, &e);  // [1/2, 1)
  if (m < std::numbers::sqrt2 / 2) {
    m *= 2;
    --e;
  }
  const double s = (m - 1) / (m + 1);  // s^2 < 0.0295
  return e * std::numbers::ln2 + 2 * s * sum(artanh_series, s * s);
}

// cos(2 pi x) for x in [0, 1), to about the last bit: the nearest quarter turn and what is left, at most pi/4.
double cosine_of_turns(double x) {
  const int quarter = static_cast<int>(4 * x + 0.5);
  const double angle = 2 * std::numbers::pi * (x - 0.25 * quarter), square = angle * angle;
  const double value = quarter % 2 == 0 ? sum(cosine_series, square) : angle * sum(sine_series, square);
  return quarter == 1 || quarter == 2 ? -value : value;
}

}  // namespace

double Random::normal(std::uint64_t index) const {
  const auto w = words(index);
  const double radius = std::sqrt(-2 * logarithm(fraction(w[0], w[1]) + 0x1p-53));
  return radius * cosine_of_turns(fraction(w[2], w[3]));
}

}  // namespace lathe
