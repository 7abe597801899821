// Files that NumPy wrote.
#include "lathe/npy.hpp"

#include <doctest/doctest.h>

#include <numeric>

using namespace lathe;

namespace {

using Shape = std::vector<std::size_t>;

template <class T>
void check(const Arrays& arrays, const char* name, const Shape& shape, const std::vector<T>& values) {
  CAPTURE(name);
  const Array& array = arrays.at(name);
  CHECK(array.shape == shape);
  REQUIRE(std::holds_alternative<std::vector<T>>(array.values));
  CHECK(std::get<std::vector<T>>(array.values) == values);
}

}  // namespace

TEST_CASE("every type, any number of axes, deflated") {
  const Arrays arrays = read_npz(GOLDEN "/npy.npz");
  CHECK(arrays.size() == 9);
  check<float>(arrays, "float32", {2, 3}, {-0.5f, -0.25f, 0, 0.25f, 0.5f, 0.75f});
  check<double>(arrays, "float64", {2, 3}, {0, 0.1, 0.2, 0.3, 0.4, 0.5});
  check<std::int32_t>(arrays, "int32", {2, 3}, {-3, -2, -1, 0, 1, 2});
  check<std::int64_t>(arrays, "int64", {2, 3}, {0, 10000000000, 20000000000, 30000000000, 40000000000, 50000000000});
  check<std::uint8_t>(arrays, "uint8", {2, 3}, {250, 251, 252, 253, 254, 255});
  check<std::uint8_t>(arrays, "bool", {2, 3}, {1, 0, 1, 0, 1, 0});
  check<float>(arrays, "vector", {2}, {1.5f, 2.5f});
  check<double>(arrays, "scalar", {}, {0.1});
  check<float>(arrays, "empty", {0, 4}, {});
}

TEST_CASE("an array in Fortran order arrives in row-major order") {
  const Array array = read_npy(GOLDEN "/fortran.npy");
  std::vector<std::int32_t> expected(24);
  std::iota(expected.begin(), expected.end(), 0);
  CHECK(array.shape == Shape{2, 3, 4});
  CHECK(std::get<std::vector<std::int32_t>>(array.values) == expected);
}
