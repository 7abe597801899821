#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <type_traits>

#include "lathe/data.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace {

// Rows are written one after another; plain loops without aliasing, which compilers vectorise.
template <class T>
struct Scale {
  const T *minimum = nullptr, *inverse_range = nullptr;  // null: values are taken as they are
  bool fill = false;                                     // a value that is missing, NaN, becomes 0
};

template <class From, class Compute, class To>
void gather_rows(const From* from, std::size_t width, std::span<const std::uint32_t> rows, Scale<Compute> scale,
                 To* to) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    // Shuffled rows are nowhere near each other: ask for the one after the next in time.
    if (i + 2 < rows.size())
      for (std::size_t j = 0; j < width; j += 64 / sizeof(From)) __builtin_prefetch(from + rows[i + 2] * width + j);
    const From* __restrict x = from + rows[i] * width;
    To* __restrict y = to;
    if (scale.minimum) {
      const Compute* __restrict low = scale.minimum;
      const Compute* __restrict inverse = scale.inverse_range;
      for (std::size_t j = 0; j < width; ++j)
        y[j] = static_cast<To>((static_cast<Compute>(x[j]) - low[j]) * inverse[j]);
      if (scale.fill)
        for (std::size_t j = 0; j < width; ++j) y[j] = y[j] == y[j] ? y[j] : To(0);
    } else {
      for (std::size_t j = 0; j < width; ++j) y[j] = static_cast<To>(x[j]);
    }
    to += width;
  }
}

template <class List>
std::string names(const List& list) {
  std::string joined;
  for (const auto& item : list) joined += (joined.empty() ? "" : ", ") + item.name;
  return joined;
}

std::string origin_of(const Column& column) { return column.origin.empty() ? "" : column.origin + ": "; }

void check_labels(const Column& column, int classes) {
  column.visit([&](const auto& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (const auto label = static_cast<std::int64_t>(values[i]); label < 0 || label >= classes)
        throw UserError(fmt::format("{}{} {} has {} {} but labels should be 0 to {}", origin_of(column),
                                    column.first_line ? "line" : "row",
                                    i / column.width + static_cast<std::size_t>(std::max(1, column.first_line)),
                                    column.name, label, classes - 1));
  });
}

void check(const Column& column, const InputInfo& input) {
  if (column.width != input.row_elements())
    throw UserError(fmt::format("{}column {} has {} values a row but input {} takes {}", origin_of(column), column.name,
                                column.width, input.name, input.row_elements()));
  if (input.type == ElementType::i32 && (!column.floats.empty() || !column.doubles.empty()))
    throw UserError(fmt::format("{}column {} has real numbers but input {} takes integers", origin_of(column),
                                column.name, input.name));
  if (input.classes > 0) check_labels(column, input.classes);
}

}  // namespace

void check_columns(const Dataset& data, const std::vector<InputInfo>& inputs, Feed feed) {
  if (data.rows() == 0)
    throw UserError(data.columns.empty() || data.columns[0].origin.empty() ? "the data set is empty"
                                                                           : data.columns[0].origin + ": has no rows");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!is_fed(inputs[i], feed)) continue;
    if (i >= data.columns.size())
      throw UserError(fmt::format("{}the model takes {} inputs ({}) but the data set has {} ({})",
                                  origin_of(data.columns[0]), inputs.size(), names(inputs), data.columns.size(),
                                  names(data.columns)));
    check(data.columns[i], inputs[i]);
  }
}

Batcher::Batcher(const Dataset& data, const Scaler* scaler, const ModelInfo& model, Feed feed)
    : data_(data), scaler_(scaler), model_(model), buffers_(model.inputs.size()), pointers_(model.inputs.size()) {
  check_columns(data, model.inputs, feed);
  if (const Column& first = data.columns[0];
      scaler && is_fed(model.inputs[0], feed) && scaler->minimum.size() != first.width)
    throw UserError(fmt::format("{}column {} has {} values a row but the scaler was fitted on {}", origin_of(first),
                                first.name, first.width, scaler->minimum.size()));
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    const InputInfo& input = model.inputs[i];
    if (!is_fed(input, feed)) continue;
    buffers_[i].resize(static_cast<std::size_t>(model.batch) * input.row_elements() * size_of(input.type));
    pointers_[i] = buffers_[i].data();
  }
  if (!scaler) return;
  minimum_.assign(scaler->minimum.begin(), scaler->minimum.end());
  inverse_range_.assign(scaler->inverse_range.begin(), scaler->inverse_range.end());
}

Batch Batcher::gather(std::span<const std::uint32_t> order, std::size_t first, int rows) {
  assert(rows >= 1 && rows <= model_.batch && first + static_cast<std::size_t>(rows) <= order.size());
  const auto chosen = order.subspan(first, static_cast<std::size_t>(rows));
  for (std::size_t i = 0; i < buffers_.size(); ++i) {
    if (!pointers_[i]) continue;  // not fed
    const Column& column = data_.columns[i];
    void* to = buffers_[i].data();
    const bool scaled = i == 0 && scaler_;
    column.visit([&]<class T>(const std::vector<T>& values) {
      using Compute = std::conditional_t<std::is_same_v<T, double>, double, float>;
      Scale<Compute> scale;
      if constexpr (std::is_same_v<Compute, double>) {
        if (scaled) scale = {scaler_->minimum.data(), scaler_->inverse_range.data()};
      } else {
        if (scaled) scale = {minimum_.data(), inverse_range_.data()};
      }
      scale.fill = column.standardised > 0;
      switch (model_.inputs[i].type) {
        case ElementType::f32:
          gather_rows(values.data(), column.width, chosen, scale, static_cast<float*>(to));
          break;
        case ElementType::f64:
          gather_rows(values.data(), column.width, chosen, scale, static_cast<double*>(to));
          break;
        case ElementType::i32:
          gather_rows(values.data(), column.width, chosen, Scale<Compute>(), static_cast<std::int32_t*>(to));
          break;
      }
    });
  }
  return {pointers_.data(), rows};
}

}  // namespace lathe
