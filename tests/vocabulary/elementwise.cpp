#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

using Rows = Batched<double[2][3]>;
constexpr auto number = [](auto function, double number) { return [=](auto x) { return function(x, number); }; };

/// The three ways in which shapes meet.
template <class Function>
void add_broadcasts(std::vector<Case>& cases, const std::string& name, Function f) {
  cases.push_back(of<Rows, double[3]>(name, f));
  cases.push_back(of<Batched<double[3][1]>, double>(name + " with a scalar", f));
  cases.push_back(of<Batched<double[2][1]>, double[1][3]>(name + " of columns and rows", f));
}

template <class Function>
void add_comparison(std::vector<Case>& cases, const std::string& name, Function f) {
  cases.push_back(of<double[7], double[7]>(name, f));
  cases.push_back(of<Batched<int[2][3]>, int[3]>(name + " of ints", f));
  cases.push_back(of<double[3]>(name + " with a number", number(f, 0.5)));
}

}  // namespace

TEST_CASE("elementwise operations are PyTorch's") {
  std::vector<Case> cases = {
      of<double[7], double[7]>("maximum at the edges", maximum),
      of<double[7], double[7]>("minimum at the edges", minimum),
      of<double[3], double[3]>("maximum of equals", maximum),
      of<double[3], double[3]>("minimum of equals", minimum),
      of<double[3]>("maximum with a number", number(maximum, 0.25)),
      of<double[3]>("subtract from a number", [](auto x) { return subtract(2, x); }),
      of<double[13]>("exp", lathe::exp),
      of<double[13]>("expm1", lathe::expm1),
      of<double[13]>("sigmoid", sigmoid),
      of<double[13]>("tanh", lathe::tanh),
      of<double[13]>("abs", lathe::abs),
      of<double[13]>("sign", sign),
      of<double[13]>("square", square),
      of<double[13]>("erf", lathe::erf),
      of<double[11]>("floor", lathe::floor),
      of<double[11]>("ceil", lathe::ceil),
      of<double[11]>("round", lathe::round),
      of<double[8]>("sin", lathe::sin),
      of<double[8]>("cos", lathe::cos),
      of<double[10]>("log", lathe::log),
      of<double[10]>("log2", lathe::log2),
      of<double[10]>("log10", lathe::log10),
      of<double[10]>("sqrt", lathe::sqrt),
      of<double[10]>("rsqrt", rsqrt),
      of<double[10]>("reciprocal", reciprocal),
      of<double[10]>("log1p", lathe::log1p),
      of<double[6]>("exp2", lathe::exp2),
      of<Batched<double[2][2]>>("identity", identity),
      of<double[4]>("detach", [](auto x) { return detach(x) * x; }),
      of<double[4], double[4]>("pow", lathe::pow),
      of<Rows, double[3]>("pow broadcast", lathe::pow),
      of<double[5], double[5]>("pow at zero", lathe::pow),
      of<double[6], double[6]>("pow at the edges", lathe::pow),
      of<double[6]>("pow -1", number(lathe::pow, -1)),
      of<double[6]>("pow 0", number(lathe::pow, 0)),
      of<double[6]>("pow 1", number(lathe::pow, 1)),
      of<double[6]>("pow 2", number(lathe::pow, 2)),
      of<double[6]>("pow 3", number(lathe::pow, 3)),
      of<double[6]>("pow 0.5", number(lathe::pow, 0.5)),
      of<double[6]>("pow 2.5", number(lathe::pow, 2.5)),
      of<double[4]>("2 pow", [](auto x) { return lathe::pow(2, x); }),
      of<double[8]>("clamp", [](auto x) { return clamp(x, -1, 2); }),
      of<double[6]>("clamp_min", [](auto x) { return clamp_min(x, -1); }),
      of<double[6]>("clamp_max", [](auto x) { return clamp_max(x, 2); }),
      of<Batched<int[3][4]>, int[4]>("logical_and", logical_and),
      of<Batched<int[3][4]>, int[4]>("logical_or", logical_or),
      of<int[6]>("logical_not", [](auto x) { return logical_not(x); }),
      of<Batched<int[3][1]>, Batched<double[3][4]>, double[4]>("where",
                                                               [](auto c, auto a, auto b) { return where(c, a, b); }),
      of<Batched<double[3][4]>, double[4]>("where of a comparison",
                                           [](auto a, auto b) { return where(less(a, b), a, b * b); }),
      of<double[4]>("where with a number", [](auto x) { return where(greater(x, 0), x, -7); }),
      of<int[6]>("where of ints", [](auto c) { return where(c, c, 9); }),
      of<double[5], double[5]>("sum of a comparison", [](auto a, auto b) { return cast<double>(less(a, b)) * a; }),
      of<Batched<double[3][2]>>("mean", [](auto x) { return mean(x); }),
  };
  add_broadcasts(cases, "add", add);
  add_broadcasts(cases, "subtract", subtract);
  add_broadcasts(cases, "multiply", multiply);
  add_broadcasts(cases, "divide", divide);
  add_broadcasts(cases, "maximum", maximum);
  add_broadcasts(cases, "minimum", minimum);
  add_comparison(cases, "less", less);
  add_comparison(cases, "less_equal", less_equal);
  add_comparison(cases, "greater", [](auto a, auto b) { return greater(a, b); });
  add_comparison(cases, "greater_equal", [](auto a, auto b) { return greater_equal(a, b); });
  add_comparison(cases, "equal", equal);
  add_comparison(cases, "not_equal", [](auto a, auto b) { return not_equal(a, b); });
  check_vocabulary("elementwise", cases);
}
