// What depends on the values themselves has no static shape, and no model computes it: unique values, what a condition
// chooses. It is done on a model's outputs, with xtensor, which is NumPy's interface in C++; and so is what has
// elements that no model has, whole numbers of 64 and of 16 bits.
#pragma once

#include <cstdint>
#include <xtensor/xrandom.hpp>
#include <xtensor/xsort.hpp>
#include <xtensor/xview.hpp>

#include "lathe/arrays.hpp"
#include "lathe/files.hpp"
#include "lathe/predict.hpp"
#include "lathe/thread_pool.hpp"
#include "tensor_functions.hpp"
#include "tensor_indexing.hpp"
#include "tensor_types.hpp"

/// x[mask]: what lies behind the first axes of x, where the mask of these axes is not 0.
inline xt::xarray<int> chosen(const lathe::Array& x, const lathe::Array& mask) {
  const auto values = lathe::as_xarray<int>(x), truth = lathe::as_xarray<int>(mask);
  const std::vector<std::uint32_t> rows = lathe::rows_where(xt::not_equal(truth, 0));
  std::vector<std::size_t> shape = {rows.size()};
  shape.insert(shape.end(), x.shape.begin() + static_cast<std::ptrdiff_t>(mask.shape.size()), x.shape.end());
  xt::xarray<int> flat = values, taken = xt::zeros<int>(shape);
  flat.reshape({truth.size(), values.size() / truth.size()});
  taken.reshape({rows.size(), flat.shape(1)});
  for (std::size_t i = 0; i < rows.size(); ++i) xt::row(taken, static_cast<std::ptrdiff_t>(i)) = xt::row(flat, rows[i]);
  taken.reshape(shape);
  return taken;
}

inline lathe::Arrays by_value() {
  lathe::ThreadPool pool(1);
  const auto outputs = [&](const lathe::ModelFamily& family) {
    return lathe::predict(*family.fast(pool), lathe::Arrays());
  };
  const lathe::Arrays functions = outputs(tensor_functions::family()), indexing = outputs(tensor_indexing::family()),
                      types = outputs(tensor_types::family());
  lathe::Arrays results;

  results["unique"] = lathe::to_array(xt::unique(lathe::as_xarray<float>(functions.at("x"))));

  const xt::xarray<int> columns = chosen(indexing.at("permuted"), indexing.at("mask.columns"));
  results["chosen.rows"] = lathe::to_array(chosen(indexing.at("x"), indexing.at("mask.rows")));
  results["chosen.columns"] = lathe::to_array(columns);
  results["chosen.columns.permuted"] = lathe::to_array(xt::transpose(columns));
  results["chosen.matrices"] = lathe::to_array(chosen(indexing.at("x"), indexing.at("mask.matrices")));

  // An array and what xtensor sees of it are the same memory; a copy is not.
  lathe::Array shared = lathe::to_array(xt::xarray<float>({{0, 1}, {2, 3}, {4, 5}}));
  auto seen = lathe::as_xarray<float>(shared);
  xt::view(seen, xt::all(), 0) = 4;
  results["shared"] = shared;
  const xt::xarray<float> copy = seen;
  xt::view(seen, xt::all(), 0) = -1;
  results["shared.again"] = shared;
  results["copied"] = lathe::to_array(copy);

  const int item = lathe::as_xarray<int>(types.at("scalar"))();  // a plain number of C++
  results["item"] = lathe::to_array(xt::xarray<int>(item));

  // Past the 31 bits of a model's whole numbers, and past the 15 of a short one.
  const xt::xarray<std::int64_t> longs = {1, 2, 3};
  const xt::xarray<std::int16_t> shorts = {1, 2, 3};
  results["int64"] = lathe::to_array(xt::cast<double>(longs * 3000000000));
  results["int16"] = lathe::to_array(xt::cast<int>(xt::cast<std::int16_t>(shorts * 15000)));

  xt::random::seed(42);
  const xt::xarray<double> drawn = xt::random::rand<double>({3});
  xt::random::seed(42);
  const xt::xarray<double> again = xt::random::rand<double>({3}), then = xt::random::rand<double>({3});
  results["seeded"] = lathe::to_array(xt::xarray<int>({drawn == again, drawn == then}));
  return results;
}
