#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

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

/// Gives the memory of what is there back to the system; it reads as zeros afterwards.
template <class T>
void release(T* from, T* to) {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const std::uintptr_t first = (reinterpret_cast<std::uintptr_t>(from) + page - 1) / page * page;
  const std::uintptr_t last = reinterpret_cast<std::uintptr_t>(to) / page * page;
  if (first < last) madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

/// Shortens a vector without another of the shorter length beside it, as shrink_to_fit has.
template <class T>
void keep_first_values(std::vector<T>& values, std::size_t n) {
  if (n >= values.size()) return;
  release(values.data() + n, values.data() + values.size());
  values.resize(n);
}

/// Cuts off all values from the n-th on. They move piece by piece: there is never more than one copy of a data set.
template <class T>
std::vector<T> take_rest(std::vector<T>& values, std::size_t n) {
  std::vector<T> rest;
  if (n >= values.size()) return rest;
  constexpr std::size_t piece = (1 << 20) / sizeof(T);
  rest.reserve(values.size() - n);
  for (std::size_t i = n; i < values.size(); i += piece) {
    T *from = values.data() + i, *to = from + std::min(piece, values.size() - i);
    rest.insert(rest.end(), from, to);
    release(from, to);
  }
  values.resize(n);
  return rest;
}

/// Row i becomes what row order[i] was; `order` has every row once.
template <class T>
void arrange_rows(std::vector<T>& values, std::size_t width, std::span<const std::uint32_t> order) {
  if (values.empty() || width == 0) return;
  const auto row = [&](std::size_t i) { return values.begin() + static_cast<std::ptrdiff_t>(i * width); };
  std::vector<T> first(width);
  std::vector<bool> arranged(order.size());
  for (std::size_t start = 0; start < order.size(); ++start) {
    if (arranged[start]) continue;
    std::copy_n(row(start), width, first.begin());
    std::size_t i = start;
    for (; order[i] != start; i = order[i]) {
      std::copy_n(row(order[i]), width, row(i));
      arranged[i] = true;
    }
    std::copy_n(first.begin(), width, row(i));
    arranged[i] = true;
  }
}

/// Calls use(vector) with each of a column's vectors, filled or not.
template <class Use>
void each_vector(Column& column, const Use& use) {
  use(column.bytes), use(column.floats), use(column.ints), use(column.doubles);
}

}  // namespace

void Dataset::keep_first(std::size_t rows) {
  for (Column& c : columns) {
    c.rows = std::min(c.rows, rows);
    each_vector(c, [&](auto& values) { keep_first_values(values, c.rows * c.width); });
  }
}

Dataset samples_without_values(std::size_t rows) {
  Dataset data;
  Column& column = data.columns.emplace_back();
  column.rows = rows;
  return data;
}

Dataset Dataset::select(std::span<const std::uint32_t> rows) const {
  Dataset selected;
  selected.as_is = as_is;
  for (const Column& c : columns)
    selected.columns.push_back({c.name,
                                rows.size(),
                                c.width,
                                select_rows(c.bytes, c.width, rows),
                                select_rows(c.floats, c.width, rows),
                                select_rows(c.ints, c.width, rows),
                                select_rows(c.doubles, c.width, rows),
                                {},
                                0,
                                c.standardised});
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

Split split(Dataset data, std::uint64_t seed, double fraction) {
  const std::size_t rows = data.rows();
  if (fraction == 1) return {std::move(data), {}};
  auto [order, test_rows] = split_rows(rows, fraction, seed);
  if (order.empty() || test_rows.empty())
    throw UserError(fmt::format(
        "{}has {} row{} but a training and a test part need at least {}",
        rows == 0 || data.columns[0].origin.empty() ? "the data set " : data.columns[0].origin + ": ", rows,
        rows == 1 ? "" : "s", fraction == 0.7 ? "2" : fmt::format("one each with a share of {}", fraction)));
  const std::size_t train_rows = order.size();
  order.insert(order.end(), test_rows.begin(), test_rows.end());
  Split parts{std::move(data), {}};
  parts.test.as_is = parts.train.as_is;
  for (Column& train : parts.train.columns) {
    Column& test = parts.test.columns.emplace_back();
    test.name = train.name;
    test.rows = rows - train_rows;
    test.width = train.width;
    test.standardised = train.standardised;
    const auto cut = [&](auto& values, auto& rest) {
      arrange_rows(values, train.width, order);
      rest = take_rest(values, train_rows * train.width);
    };
    cut(train.bytes, test.bytes), cut(train.floats, test.floats), cut(train.ints, test.ints);
    cut(train.doubles, test.doubles);
    train.rows = train_rows;
    train.origin.clear();
    train.first_line = 0;
  }
  return parts;
}

Scaler Scaler::fit(const Column& column) {
  Scaler scaler;
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

Scaler Scaler::fit_deviation(const Column& column) {
  Scaler scaler{std::vector<double>(column.width), std::vector<double>(column.width, 1.0)};
  column.visit([&](const auto& values) {
    for (std::size_t j = 0; j < column.standardised; ++j) {
      double sum = 0, squares = 0;
      std::size_t there = 0;
      const auto each = [&](const auto& use) {
        for (std::size_t row = 0; row < column.rows; ++row)
          if (const auto x = static_cast<double>(values[row * column.width + j]); !std::isnan(x)) use(x);
      };
      each([&](double x) { sum += x, ++there; });
      const double mean = there ? sum / static_cast<double>(there) : 0;
      each([&](double x) { squares += (x - mean) * (x - mean); });
      const double inverse = 1 / std::sqrt(squares / static_cast<double>(column.rows));
      scaler.minimum[j] = mean;
      scaler.inverse_range[j] = std::isfinite(inverse) ? inverse : 0;
    }
  });
  return scaler;
}

}  // namespace lathe
