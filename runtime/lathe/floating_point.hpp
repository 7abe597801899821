// The floating-point mode of a thread: what happens to numbers too small to be normal.
#pragma once

#include <cstdint>

namespace lathe {

/// The calling thread's floating-point control register (x86: MXCSR, AArch64: FPCR); 0 where neither is known.
std::uint64_t floating_point_mode();
void set_floating_point_mode(std::uint64_t mode);

/// Denormal numbers are zero, as operands and as results, for the calling thread and for the loops it runs on a
/// ThreadPool, until the guard dies. A saturated sigmoid or a vanishing gradient otherwise makes a step many times
/// slower: processors compute with denormals in microcode. Every command of a trainer runs under this guard, so that
/// training, evaluation and the checks see the same arithmetic.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  std::uint64_t saved_;
};

}  // namespace lathe
