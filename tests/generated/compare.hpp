// Comparison of what the ways of running a module give with what they must give.
#pragma once

#include <functional>

#include "runner.hpp"

namespace lathe::test {

/// A tensor that must come out. in_float says what float gives where that is something else, as at 1e300, or is empty.
struct Want {
  std::string what;
  kernel::Tensor values;
  kernel::Tensor in_float = {};
};

/// The numbers to be compared, in the order of the wants, from one way of running.
using Compute = std::function<std::vector<kernel::Tensor>(Runner& runner)>;

/// Checks every runner: those in double to `tolerance`, relatively; those in float to what rounding can do. That is
/// found out by running the reference with random rounding: an element may be 4 times as far away as any of those runs
/// ends, and 4 epsilon more. A case in which rounding can do more than a thousandth is refused, as nothing would be
/// tested.
void compare(const Module& module, const Runners& runners, const Compute& compute, const std::vector<Want>& wants,
             double tolerance = 1e-10);

/// The elements of the first `rows` rows of a tensor with all rows; of one without a batch, all.
kernel::Tensor rows_of(const kernel::Tensor& full, const Type& type, int rows);

}  // namespace lathe::test
