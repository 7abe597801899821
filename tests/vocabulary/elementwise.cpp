#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

constexpr auto number = [](auto function, double number) { return [=](auto x) { return function(x, number); }; };

}  // namespace

TEST_CASE("elementwise operations are PyTorch's") {
  using Around = double[18];
  using Whole = double[17];
  using Positive = double[15];
  using Ints = int[6];
  using Bounds = double[12];
  check_vocabulary(
      "elementwise",
      {
          of<double[3], double[3]>("maximum of equals", maximum),
          of<double[3], double[3]>("minimum of equals", minimum),
          of<double[3]>("maximum with a number", number(maximum, 0.25)),
          of<double[3]>("minimum of a number", [](auto x) { return minimum(0.25, x); }),
          of<double[3]>("subtract from a number", [](auto x) { return subtract(2, x); }),
          of<Ints>("negate of ints", negate),
          of<Ints>("abs of ints", lathe::abs),
          of<Ints>("square of ints", square),
          of<Ints>("pow 3 of ints", number(lathe::pow, 3)),
          of<Ints>("clamp of ints", [](auto x) { return clamp(x, -2, 3); }),
          of<Ints>("clamp_min of ints", [](auto x) { return clamp_min(x, -2); }),
          of<Ints>("clamp_max of ints", [](auto x) { return clamp_max(x, 3); }),
          of<Batched<double[2][3]>, double[3]>("operators",
                                               [](auto a, auto b) {
                                                 return std::tuple{a + b, a - b, a * b, a / b, -a,    a + 2, a - 2,
                                                                   a * 2, a / 2, 3 + a, 3 - a, 3 * a, 3 / a};
                                               }),
          of<Around>("exp", lathe::exp),
          of<Around>("expm1", lathe::expm1),
          of<Around>("sigmoid", sigmoid),
          of<Around>("tanh", lathe::tanh),
          of<Around>("abs", lathe::abs),
          of<Around>("sign", sign),
          of<Around>("square", square),
          of<Around>("erf", lathe::erf),
          of<Around>("normal_cdf", normal_cdf),
          of<Around>("step", step),
          of<Around>("negate", negate),
          of<Whole>("floor", lathe::floor),
          of<Whole>("ceil", lathe::ceil),
          of<Whole>("round", lathe::round),
          of<double[11]>("sin", lathe::sin),
          of<double[11]>("cos", lathe::cos),
          of<Positive>("log", lathe::log),
          of<Positive>("log2", lathe::log2),
          of<Positive>("log10", lathe::log10),
          of<Positive>("sqrt", lathe::sqrt),
          of<Positive>("rsqrt", rsqrt),
          of<Positive>("reciprocal", reciprocal),
          of<double[14]>("log1p", lathe::log1p),
          of<double[10]>("exp2", lathe::exp2),
          of<Batched<double[2][2]>>("identity", identity),
          of<double[4]>("detach", [](auto x) { return detach(x) * x; }),
          of<double>("functions of a scalar",
                     [](auto x) {
                       return std::tuple{lathe::exp(x),   lathe::expm1(x), sigmoid(x),    lathe::tanh(x), lathe::abs(x),
                                         square(x),       lathe::erf(x),   lathe::sin(x), lathe::cos(x),  lathe::log(x),
                                         lathe::log1p(x), lathe::sqrt(x),  relu(x)};
                     }),
          of<double[4], double[4]>("pow of numbers", lathe::pow),
          of<double[5], double[5]>("pow at zero", lathe::pow),
          of<double[2], double[2]>("pow at zero of less than zero", lathe::pow),
          of<double[6]>("pow -1", number(lathe::pow, -1)),
          of<double[6]>("pow 0", number(lathe::pow, 0)),
          of<double[6]>("pow 1", number(lathe::pow, 1)),
          of<double[6]>("pow 2", number(lathe::pow, 2)),
          of<double[6]>("pow 3", number(lathe::pow, 3)),
          of<double[6]>("pow 0.5", number(lathe::pow, 0.5)),
          of<double[6]>("pow 2.5", number(lathe::pow, 2.5)),
          of<double[4]>("2 pow", [](auto x) { return lathe::pow(2, x); }),
          of<Bounds>("clamp", [](auto x) { return clamp(x, -1, 2); }),
          of<Bounds>("clamp_min", [](auto x) { return clamp_min(x, -1); }),
          of<Bounds>("clamp_max", [](auto x) { return clamp_max(x, 2); }),
          of<Batched<int[3][1]>, Batched<double[3][4]>, double[4]>(
              "where", [](auto c, auto a, auto b) { return where(c, a, b); }),
          of<int, double, double>("where of scalars", [](auto c, auto a, auto b) { return where(c, a, b); }),
          of<int[4], double, Batched<double[3][4]>>("where of a row, a scalar and rows",
                                                    [](auto c, auto a, auto b) { return where(c, a, b); }),
          of<Batched<int[2][1][3]>, double[4][1], Batched<double[2][1][1]>>(
              "where of stacks", [](auto c, auto a, auto b) { return where(c, a, b); }),
          of<Ints, double[6], double[6]>("where at the edges", [](auto c, auto a, auto b) { return where(c, a, b); }),
          of<Batched<double[3][4]>, double[4]>("where of a comparison",
                                               [](auto a, auto b) { return where(less(a, b), a, b * b); }),
          of<double[4]>("where with a number", [](auto x) { return where(greater(x, 0), x, -7); }),
          of<double[4]>("where of a number", [](auto x) { return where(greater(x, 0), -7, x); }),
          of<Ints>("where of ints", [](auto c) { return where(c, c, 9); }),
          of<double[5], double[5]>("sum of a comparison", [](auto a, auto b) { return cast<double>(less(a, b)) * a; }),
          of<double[8]>("cast to int", [](auto x) { return cast<int>(x); }),
          of<int[3], double[3]>("cast of int", [](auto n, auto x) { return cast<double>(n) * x; }),
          of<double[3]>("cast and back", [](auto x) { return x * cast<double>(cast<int>(x)); }),
          of<Batched<double[3][2]>>("mean", [](auto x) { return mean(x); }),
      });
}
