#include "broadcasts.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

template <class Function>
void add_arithmetic(std::vector<Case>& cases, const std::string& name, Function f) {
  add_broadcasts<double>(cases, name, f);
  cases.push_back(of<double[100], double[100]>(name + " at the edges", f));
  cases.push_back(of<int[6], int[6]>(name + " of ints", f));
}

}  // namespace

TEST_CASE("arithmetic is PyTorch's, however shapes meet, at the edges and of ints") {
  std::vector<Case> cases;
  add_arithmetic(cases, "add", add);
  add_arithmetic(cases, "subtract", subtract);
  add_arithmetic(cases, "multiply", multiply);
  add_arithmetic(cases, "divide", divide);
  add_arithmetic(cases, "maximum", maximum);
  add_arithmetic(cases, "minimum", minimum);
  add_arithmetic(cases, "pow", lathe::pow);
  check_vocabulary("arithmetic", cases);
}
