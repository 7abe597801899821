#include "lathe/floating_point.hpp"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#endif

namespace lathe {

#if defined(__x86_64__) || defined(__i386__)
namespace {
constexpr std::uint64_t kFlush = 0x8040;  // MXCSR: flush-to-zero | denormals-are-zero
}
std::uint64_t floating_point_mode() { return _mm_getcsr(); }
void set_floating_point_mode(std::uint64_t mode) { _mm_setcsr(static_cast<unsigned>(mode)); }
#elif defined(__aarch64__)
namespace {
constexpr std::uint64_t kFlush = std::uint64_t{1} << 24;  // FPCR.FZ
}
std::uint64_t floating_point_mode() {
  std::uint64_t mode;
  asm volatile("mrs %0, fpcr" : "=r"(mode));
  return mode;
}
void set_floating_point_mode(std::uint64_t mode) { asm volatile("msr fpcr, %0" : : "r"(mode)); }
#else
namespace {
constexpr std::uint64_t kFlush = 0;
}
std::uint64_t floating_point_mode() { return 0; }
void set_floating_point_mode(std::uint64_t) {}
#endif

FlushDenormals::FlushDenormals() : saved_(floating_point_mode()) { set_floating_point_mode(saved_ | kFlush); }
FlushDenormals::~FlushDenormals() { set_floating_point_mode(saved_); }

}  // namespace lathe
