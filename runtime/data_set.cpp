#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <type_traits>

#include "lathe/data.hpp"
#include "lathe/error.hpp"
#include "lathe/random.hpp"

namespace lathe {
namespace {

std::vector<std::uint32_t> shuffled(std::size_t n, const Random& random) {
  std::vector<std::uint32_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0u);
  for (std::size_t i = n; i > 1; --i) std::swap(rows[i - 1], rows[random.below(i, i)]);
  return rows;
}

template <class T>
std::vector<T> select_rows(const std::vector<T>& values, std::size_t width, std::span<const std::uint32_t> rows) {
  std::vector<T> selected;
  if (values.empty()) return selected;
  selected.reserve(rows.size() * width);
  for (std::uint32_t row : rows) selected.insert(selected.end(), &values[row * width], &values[row * width] + width);
  return selected;
}

}  // namespace

Dataset Dataset::select(std::span<const std::uint32_t> rows) const {
  Dataset selected;
  selected.as_is = as_is;
  for (const Column& c : columns)
    selected.columns.push_back({c.name, rows.size(), c.width, select_rows(c.bytes, c.width, rows),
                                select_rows(c.floats, c.width, rows), select_rows(c.ints, c.width, rows),
                                select_rows(c.doubles, c.width, rows)});
  return selected;
}

std::vector<std::uint32_t> permutation(std::size_t n, std::uint64_t seed, std::uint64_t stream) {
  return shuffled(n, Random(seed, Purpose::order, stream));
}

std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> split_rows(std::size_t n, double fraction,
                                                                             std::uint64_t seed) {
  const auto rows = shuffled(n, Random(seed, Purpose::split, 0));
  const auto cut = rows.begin() + std::lround(static_cast<double>(n) * fraction);
  return {{rows.begin(), cut}, {cut, rows.end()}};
}

Split split(Dataset data, std::uint64_t seed) {
  const std::size_t rows = data.rows();
  if (rows < 2)
    throw UserError(
        fmt::format("{}has {} row{} but a training and a test part need at least 2",
                    rows == 0 || data.columns[0].origin.empty() ? "the data set " : data.columns[0].origin + ": ", rows,
                    rows == 1 ? "" : "s"));
  const auto [train_rows, test_rows] = split_rows(rows, 0.7, seed);
  return {data.select(train_rows), data.select(test_rows)};
}

MinMaxScaler MinMaxScaler::fit(const Column& column) {
  MinMaxScaler scaler;
  column.visit([&]<class T>(const std::vector<T>& values) {
    using Compute = std::conditional_t<std::is_same_v<T, double>, double, float>;
    std::vector<Compute> low(column.width), high(column.width);
    const T* x = values.data();  // the first row, then each in turn
    if (column.rows > 0) std::copy_n(x, column.width, low.begin()), high = low;
    for (std::size_t row = 0; row < column.rows; ++row, x += column.width)
      for (std::size_t j = 0; j < column.width; ++j) {
        low[j] = std::min(low[j], static_cast<Compute>(x[j]));
        high[j] = std::max(high[j], static_cast<Compute>(x[j]));
      }
    for (std::size_t j = 0; j < column.width; ++j) {
      const Compute inverse = 1 / (high[j] - low[j]);
      scaler.minimum.push_back(low[j]);
      scaler.inverse_range.push_back(std::isfinite(inverse) ? inverse : 0);
    }
  });
  return scaler;
}

}  // namespace lathe
