#include "compare.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lathe::test {
namespace {

using kernel::Tensor;

/// How far an element may be away, for every element: 0 in a place where only the same infinity or not-a-number will
/// do.
std::vector<Tensor> float_tolerance(const Module& module, const Compute& compute, const std::vector<Want>& wants) {
  constexpr double epsilon = std::numeric_limits<float>::epsilon(), least = std::numeric_limits<float>::denorm_min();
  std::vector<Tensor> tolerance;
  for (const Want& want : wants)
    for (Tensor& t = tolerance.emplace_back(); double x : want.values)
      t.push_back(std::isfinite(x) ? 4 * epsilon * std::abs(x) + 4 * least : 0);
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const std::vector<Tensor> got = compute(*rounded_at_random(module, seed));
    for (std::size_t k = 0; k < wants.size(); ++k)
      for (std::size_t i = 0; i < wants[k].values.size(); ++i) {
        const double apart = std::abs(got[k][i] - wants[k].values[i]);
        if (std::isfinite(wants[k].values[i]) && !(4 * apart <= tolerance[k][i])) tolerance[k][i] = 4 * apart;
      }
  }
  return tolerance;
}

double largest(const Tensor& t) {
  double most = 1;
  for (double x : t)
    if (std::isfinite(x)) most = std::max(most, std::abs(x));
  return most;
}

bool equal(double got, double want, double tolerance) {
  if (std::isnan(want)) return std::isnan(got);
  return got == want || std::abs(got - want) <= tolerance;
}

}  // namespace

void compare(const Module& module, const Runners& runners, const Compute& compute, const std::vector<Want>& wants,
             double tolerance) {
  std::vector<Tensor> in_float;
  for (const auto& runner : runners) {
    CAPTURE(runner->name);
    if (runner->in_float && in_float.empty()) in_float = float_tolerance(module, compute, wants);
    const std::vector<Tensor> got = compute(*runner);
    REQUIRE(got.size() == wants.size());
    for (std::size_t k = 0; k < wants.size(); ++k) {
      const Want& want = wants[k];
      CAPTURE(want.what);
      REQUIRE(got[k].size() == want.values.size());
      const double scale = largest(want.values);
      for (std::size_t i = 0; i < got[k].size(); ++i) {
        double x = want.values[i], allowed = std::isfinite(x) ? 1e-2 * tolerance + tolerance * std::abs(x) : 0;
        if (runner->in_float) {
          const bool other = !want.in_float.empty() && !equal(want.in_float[i], x, 0);
          allowed = !other ? in_float[k][i] : std::isfinite(want.in_float[i]) ? 1e-5 * std::abs(want.in_float[i]) : 0;
          x = static_cast<float>(other ? want.in_float[i] : x);
          CHECK_MESSAGE((!std::isfinite(x) || allowed <= 1e-3 * scale),
                        "rounding to float makes element " << i << " uncertain by " << allowed);
        }
        CHECK_MESSAGE(equal(got[k][i], x, allowed),
                      "element " << i << " is " << got[k][i] << ", must be " << x << ", give or take " << allowed);
      }
    }
  }
}

Tensor rows_of(const Tensor& full, const Type& type, int rows) {
  if (!type.batched()) return full;
  Tensor there;
  std::size_t inner = 1;
  for (int axis = type.batch_axis + 1; axis < type.rank; ++axis) inner *= static_cast<std::size_t>(type.extents[axis]);
  const auto extent = static_cast<std::size_t>(type.extents[type.batch_axis]),
             kept = static_cast<std::size_t>(rows * type.batch_multiple);
  for (std::size_t i = 0; i < full.size(); ++i)
    if (i / inner % extent < kept) there.push_back(full[i]);
  return there;
}

}  // namespace lathe::test
