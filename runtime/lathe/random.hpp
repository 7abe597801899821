// Random numbers without state: each is a function of a seed, a stream and an index, so any thread, device or resumed
// run can compute any of them. Philox 4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as
// 1, 2, 3", 2011).
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace lathe {

/// What numbers are drawn for. Each purpose has streams of its own: the order of epoch 3 says nothing about the
/// first values of parameter 3.
enum class Purpose : std::uint64_t { parameters, order, split, ops };

/// One stream of numbers.
class Random {
 public:
  Random(std::uint64_t seed, Purpose purpose, std::uint64_t stream)
      : seed_(seed), stream_(static_cast<std::uint64_t>(purpose) << 56 | stream) {}

  /// Four independent words of 32 bits.
  std::array<std::uint32_t, 4> words(std::uint64_t index) const {
    const auto low = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
    const auto high = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); };
    const r123::Philox4x32::ctr_type counter{{low(index), high(index), low(stream_), high(stream_)}};
    const r123::Philox4x32::key_type key{{low(seed_), high(seed_)}};
    const auto w = r123::Philox4x32()(counter, key);
    return {w[0], w[1], w[2], w[3]};
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform(std::uint64_t index) const {
    const auto w = words(index);
    return fraction(w[0], w[1]);
  }

  /// Normal with mean 0 and standard deviation 1 (Box-Muller). The same bits on every machine: built from
  /// correctly rounded operations only, not from the C library's log and cos.
  double normal(std::uint64_t index) const;

  /// Uniform in 0 ... n-1; n at most 2^32.
  std::uint32_t below(std::uint64_t n, std::uint64_t index) const {
    const auto w = words(index);
    // floor(n * (w0 + w1 * 2^32) / 2^64): the bias is below 2^-32
    return static_cast<std::uint32_t>((w[1] * n + (w[0] * n >> 32)) >> 32);
  }

 private:
  static double fraction(std::uint32_t low, std::uint32_t high) {
    return static_cast<double>((static_cast<std::uint64_t>(high) << 32 | low) >> 11) * 0x1p-53;
  }

  std::uint64_t seed_, stream_;
};

/// Batch::noise of a training step, counted from 0: the numbers of two steps have nothing in common.
inline int noise_of_step(std::uint64_t seed, std::uint64_t step) {
  return static_cast<int>(Random(seed, Purpose::ops, step).words(0)[0]);
}

}  // namespace lathe
