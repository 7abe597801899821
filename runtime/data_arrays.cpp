#include "data_arrays.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "diagnostic.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace fs = std::filesystem;

namespace {

/// The values as `To`, refusing with the row what `To` cannot hold.
template <class To, class From>
std::vector<To> convert(std::vector<From>& values, const Column& column) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const From value = values[i];
    const char* wanted = nullptr;
    if constexpr (std::is_integral_v<To>) {
      if (value < std::numeric_limits<To>::min() || value > std::numeric_limits<To>::max())
        wanted = "integers should fit 32 bits";
    } else if (!std::isfinite(static_cast<To>(value))) {
      wanted = std::is_same_v<To, float> ? "values should be finite floats" : "values should be finite";
    }
    if (wanted)
      throw UserError(
          fmt::format("array {} has {} in row {} but {}", excerpt(column.name), value, i / column.width + 1, wanted));
  }
  if constexpr (std::is_same_v<To, From>)
    return std::move(values);
  else
    return {values.begin(), values.end()};
}

fs::path npy_of(const fs::path& folder, const InputInfo& input) { return folder / (input.name + ".npy"); }

std::string names(const Arrays& arrays) {
  std::string joined;
  for (const auto& [name, array] : arrays) joined += (joined.empty() ? "" : ", ") + excerpt(name);
  return joined.empty() ? "none" : joined;
}

}  // namespace

Column to_column(std::string name, Array array, ElementType type) {
  Column column;
  column.name = std::move(name);
  if (array.shape.empty())
    throw UserError(fmt::format("array {} is a scalar but should have a row for each sample", excerpt(column.name)));
  column.rows = array.shape[0];
  column.width = 1;
  for (std::size_t axis = 1; axis < array.shape.size(); ++axis) column.width *= array.shape[axis];
  std::visit(
      [&]<class T>(std::vector<T>& values) {
        if constexpr (std::is_same_v<T, std::uint8_t>)
          column.bytes = std::move(values);
        else if constexpr (std::is_integral_v<T>)
          column.ints = convert<std::int32_t>(values, column);
        else if (std::is_same_v<T, double> && type == ElementType::f64)
          column.doubles = convert<double>(values, column);
        else
          column.floats = convert<float>(values, column);
      },
      array.values);
  return column;
}

Dataset to_dataset(Arrays arrays, const std::vector<InputInfo>& inputs, Feed feed) {
  Dataset data;
  data.as_is = true;
  data.columns.resize(inputs.size());
  const Column* first = nullptr;  // of those that are there
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Column& column = data.columns[i];
    column.name = inputs[i].name;
    const auto found = arrays.find(column.name);
    if (found == arrays.end()) {
      if (!is_fed(inputs[i], feed)) continue;
      throw UserError(fmt::format("array {} is missing; there is {}", excerpt(column.name), names(arrays)));
    }
    column = to_column(column.name, std::move(found->second), inputs[i].type);
    if (!first) first = &column;
    if (column.rows != first->rows)
      throw UserError(fmt::format("array {} has {} rows but {} has {}", excerpt(column.name), column.rows,
                                  excerpt(first->name), first->rows));
  }
  for (Column& column : data.columns) column.rows = first ? first->rows : 0;
  return data;
}

Dataset to_dataset(Arrays arrays, const std::vector<InputInfo>& inputs, Feed feed, const fs::path& file) {
  try {
    Dataset data = to_dataset(std::move(arrays), inputs, feed);
    for (Column& column : data.columns) column.origin = file.string();
    return data;
  } catch (const UserError& error) {
    throw UserError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

bool has_arrays(const fs::path& folder, const std::vector<InputInfo>& inputs) {
  std::error_code ignored;
  return fs::exists(folder / "train.npz", ignored) || std::any_of(inputs.begin(), inputs.end(), [&](auto& input) {
           return fs::exists(npy_of(folder, input), ignored);
         });
}

Split read_arrays_folder(const fs::path& folder, const std::vector<InputInfo>& inputs, std::uint64_t seed, Feed feed,
                         double train_share) {
  const auto read_checked = [&](Arrays arrays, const fs::path& file) {
    Dataset data = to_dataset(std::move(arrays), inputs, feed, file);
    if (file == folder)
      for (std::size_t i = 0; i < inputs.size(); ++i) data.columns[i].origin = npy_of(folder, inputs[i]).string();
    check_columns(data, inputs, feed);
    return data;
  };
  const fs::path train = folder / "train.npz", test = folder / "test.npz";
  if (std::error_code ignored; fs::exists(train, ignored)) {
    Dataset data = read_checked(read_npz(train), train);
    if (!fs::exists(test, ignored)) return split(std::move(data), seed, train_share);
    return {std::move(data), read_checked(read_npz(test), test)};
  }
  Arrays arrays;
  for (const InputInfo& input : inputs)
    if (is_fed(input, feed)) arrays[input.name] = read_npy(npy_of(folder, input));
  return split(read_checked(std::move(arrays), folder), seed, train_share);
}

}  // namespace lathe
