// Data as xtensor's arrays. What depends on the values themselves has no static shape and is not a model's business:
// unique values, rows chosen by a condition, sorting. It is done here, before training or after prediction:
//
//     lathe::Arrays arrays = lathe::read_npz("train.npz");
//     const xt::xarray<int> classes = xt::unique(lathe::as_xarray<int>(arrays.at("digit")));
//     lathe::Dataset data = lathe::to_dataset(std::move(arrays), model->info().inputs);
//     data = data.select(lathe::rows_where(lathe::as_xarray<int>(data.columns[1]) < 5));
//     lathe::Batcher batcher(data, nullptr, model->info());  // for model->step, evaluate
//
//     lathe::Arrays outputs = lathe::predict(*model, {{"image", lathe::to_array(images)}});
//     const auto best = xt::argmax(lathe::as_xarray<float>(outputs.at("probability")), 1);
//
// No generated code includes this: xtensor takes seconds to compile.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#include <xtensor/xadapt.hpp>
#include <xtensor/xarray.hpp>

#include "lathe/error.hpp"
#include "lathe/npy.hpp"

#if defined(__clang__) && __clang_major__ >= 19
// To clang 19, two of xtensor 0.24's specialisations fit alike; this one fits better.
template <class X, class T, std::size_t N>
struct xt::rebind_container<X, xt::svector<T, N, std::allocator<T>, true>> {
  using type = xt::svector<X, N, std::allocator<X>, true>;
};
#endif

namespace lathe {

namespace detail {

template <class T, class A>
auto& values_of(A& array) {
  if (auto* values = std::get_if<std::vector<T>>(&array.values)) return *values;
  throw UserError(std::string("the array holds ") + array.type_name() + " but should hold " +
                  Array{{}, std::vector<T>()}.type_name());
}

template <class T, class C>
auto& column_values(C& column) {
  auto& values = [&]() -> auto& {
    if constexpr (std::is_same_v<T, std::uint8_t>)
      return column.bytes;
    else if constexpr (std::is_same_v<T, float>)
      return column.floats;
    else if constexpr (std::is_same_v<T, std::int32_t>)
      return column.ints;
    else if constexpr (std::is_same_v<T, double>)
      return column.doubles;
  }();
  if (values.size() != column.rows * column.width)
    throw UserError("column " + column.name + " does not hold " + Array{{}, std::vector<T>()}.type_name());
  return values;
}

template <class V>
auto adapt(V& values, const std::vector<std::size_t>& shape) {
  return xt::adapt(values.data(), values.size(), xt::no_ownership(), shape);
}

/// The type that an Array keeps values of V in.
template <class V>
using Kept = std::conditional_t<
    std::is_same_v<V, bool>, std::uint8_t,
    std::conditional_t<std::is_integral_v<V> && !std::is_same_v<V, std::uint8_t> && !std::is_same_v<V, std::int32_t>,
                       std::int64_t, V>>;

}  // namespace detail

/// The array itself, not a copy, as one of xtensor's: valid as long as the array, and writing to it writes there.
/// Throws UserError when the array is not of T: float, double, std::int32_t, std::int64_t or std::uint8_t.
template <class T>
auto as_xarray(Array& array) {
  return detail::adapt(detail::values_of<T>(array), array.shape);
}
template <class T>
auto as_xarray(const Array& array) {
  return detail::adapt(detail::values_of<T>(array), array.shape);
}
template <class T>
void as_xarray(Array&&) = delete;

/// A column's values in the same way: [rows, width], or [rows] where a row is one value; T is float, double,
/// std::int32_t or std::uint8_t.
template <class T>
auto as_xarray(Column& column) {
  return detail::adapt(detail::column_values<T>(column), column.shape());
}
template <class T>
auto as_xarray(const Column& column) {
  return detail::adapt(detail::column_values<T>(column), column.shape());
}
template <class T>
void as_xarray(Column&&) = delete;

/// A copy with its values converted to T, whatever they are.
template <class T>
xt::xarray<T> to_xarray(const Array& array) {
  return std::visit([&](const auto& values) { return xt::xarray<T>(xt::cast<T>(xt::adapt(values, array.shape))); },
                    array.values);
}

/// The values of any of xtensor's expressions. Truth values become bytes; integers of other sizes than an Array has
/// become 64-bit ones.
template <class E>
Array to_array(const xt::xexpression<E>& expression) {
  const E& e = expression.derived_cast();
  std::vector<detail::Kept<typename E::value_type>> values(e.template begin<xt::layout_type::row_major>(),
                                                           e.template end<xt::layout_type::row_major>());
  return {{e.shape().begin(), e.shape().end()}, std::move(values)};
}

/// Numbers of the rows where a condition holds, one truth value a row: for Dataset::select.
template <class E>
std::vector<std::uint32_t> rows_where(const xt::xexpression<E>& condition) {
  std::vector<std::uint32_t> rows;
  std::uint32_t row = 0;
  for (const bool chosen : condition.derived_cast()) {
    if (chosen) rows.push_back(row);
    ++row;
  }
  return rows;
}

}  // namespace lathe
