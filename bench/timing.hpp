// Timing on a machine that others use too: the best of several short stretches.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

namespace bench {

/// Seconds a call of `work` takes, on average over `calls` calls in a row.
template <class Work>
double seconds_per_call(int calls, Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < calls; ++i) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / calls;
}

/// The best of several such stretches, after one to warm up.
template <class Work>
double best_seconds(int stretches, int calls, Work&& work) {
  double best = std::numeric_limits<double>::infinity();
  seconds_per_call(calls, work);
  for (int i = 0; i < stretches; ++i) best = std::min(best, seconds_per_call(calls, work));
  return best;
}

}  // namespace bench
