#include "broadcasts.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

template <class Function>
void add_comparison(std::vector<Case>& cases, const std::string& name, Function f) {
  add_broadcasts<double>(cases, name, f);
  cases.push_back(of<double[100], double[100]>(name + " at the edges", f));
  cases.push_back(of<Batched<int[2][3]>, int[3]>(name + " of ints", f));
  cases.push_back(of<double[3]>(name + " with a number", [f](auto x) { return f(x, 0.5); }));
}

template <class Function>
void add_logical(std::vector<Case>& cases, const std::string& name, Function f) {
  add_broadcasts<int>(cases, name, f);
  cases.push_back(of<Batched<int[3][4]>, int[4]>(name + " of any ints", f));
}

}  // namespace

TEST_CASE("comparisons are PyTorch's, however shapes meet, at the edges and of ints") {
  std::vector<Case> cases;
  add_comparison(cases, "less", less);
  add_comparison(cases, "less_equal", less_equal);
  add_comparison(cases, "greater", [](auto a, auto b) { return greater(a, b); });
  add_comparison(cases, "greater_equal", [](auto a, auto b) { return greater_equal(a, b); });
  add_comparison(cases, "equal", equal);
  add_comparison(cases, "not_equal", [](auto a, auto b) { return not_equal(a, b); });
  add_logical(cases, "logical_and", logical_and);
  add_logical(cases, "logical_or", logical_or);
  cases.push_back(of<int[6]>("logical_not", [](auto x) { return logical_not(x); }));
  cases.push_back(of<double[5], double[5]>("operators", [](auto a, auto b) {
    return std::tuple{a<b, a <= b, a> b,
                      a >= b,
                      a == b,
                      a != b,
                      a < 1,
                      a <= 1,
                      a > 1,
                      a >= 1,
                      a == 1,
                      a != 1,
                      1 < a,
                      1 <= a,
                      1 > a,
                      1 >= a,
                      1 == a,
                      1 != a};
  }));
  check_vocabulary("comparisons", cases);
}
